//! Offprint turns a folder of paper entries into the website of a papers archive.
