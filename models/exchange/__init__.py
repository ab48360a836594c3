"""Files in and out: read a workbook, find its table, match columns to fields, check and write; export and return files."""
