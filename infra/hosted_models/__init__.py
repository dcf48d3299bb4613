"""Parts that every vendor of hosted models needs: endpoint, deadlines, refusals, clean words."""
