"""PDF with a text layer, through PDFium: lines on pages become paragraphs again."""
