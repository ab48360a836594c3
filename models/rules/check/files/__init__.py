"""The rules, one file for each subject; a new file is found by itself."""
