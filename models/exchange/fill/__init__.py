"""Forms out: the county's blank workbook or document, filled from the ledgers, all else in it left byte for byte."""
