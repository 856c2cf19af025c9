"""Words of the papers and the workbook that leave the department, a module for each."""
