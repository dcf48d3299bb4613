"""The supply chain: bill of materials, licences, known vulnerabilities."""
