"""Files in and out: read a workbook, find its table, match its columns, check and write; export."""
