"""What is told to the outside: bulletins and media reports."""

TITLE = "宣传培训"
ORDER = 60
