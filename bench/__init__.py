"""How fast the ledger is, beside what bare SQLite and bare xlsxwriter need for the same work."""
