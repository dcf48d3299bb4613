"""Readers of documents that others wrote: pages, PDF, Word, tables of questions, plain text."""
