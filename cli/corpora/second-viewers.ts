/**
 * What other viewers did with the files that we refuse, tried by hand on 2026-11-24: poppler 22.12, MuPDF 1.21 and
 * PDFium (Chromium's viewer) for PDF, LibreOffice 7.4 for Word's. `shows` is true where one of them shows any of the contents.
 */
export const SECOND_VIEWERS: Readonly<Record<string, { shows: boolean; seen: string }>> = {
  'openpreserve--T02-01_003_document-catalog-indirecte-pages-reference-missing.pdf': {
    shows: false,
    seen: 'none opens it',
  },
  'openpreserve--T02-02_004_page-tree-non-existing-object-as-kid.pdf': {
    shows: false,
    seen: 'a white page in poppler and MuPDF, nothing in PDFium; its only page is not in the file',
  },
  'openpreserve--T02-03_006_page-object-missing.pdf': {
    shows: false,
    seen: 'a white page in poppler and MuPDF, nothing in PDFium; its only page is not in the file',
  },
  'openpreserve--lorem-ipsum-openprintcopypw.pdf': { shows: false, seen: 'all ask for the password' },
  'openpreserve--minimal_test.pdf': { shows: false, seen: 'none opens it: 15 bytes' },
  'openpreserve--simple-open-nocopy-password.pdf': { shows: false, seen: 'all ask for the password' },
  'qpdf--bad1.pdf': { shows: false, seen: 'none opens it: 5 bytes' },
  'qpdf--issue-141a.pdf': { shows: false, seen: 'none opens it' },
  'qpdf--issue-263.pdf': { shows: false, seen: 'none opens it' },
  'tika--file5_emptyA.pdf': { shows: false, seen: 'none opens it: a plain text' },
  'tika--file7_badJson.pdf': { shows: false, seen: 'none opens it: a plain text' },
  'openpreserve--testIBMDisplayWrite40.doc': { shows: false, seen: 'LibreOffice does not open it' },
  'openpreserve--testWordPerfect_50.doc': { shows: true, seen: 'LibreOffice shows it: WordPerfect 5, of 1988' },
  'poi--clusterfuzz-testcase-minimized-POIXWPFFuzzer-5313273089884160.docx': {
    shows: false,
    seen: 'LibreOffice does not open it',
  },
  'poi--clusterfuzz-testcase-minimized-POIXWPFFuzzer-6120975439364096.docx': {
    shows: false,
    seen: 'LibreOffice does not open it',
  },
  'tika--testWORD_protected_drm.doc': {
    shows: false,
    seen: 'LibreOffice shows a sentence that it needs permission; the contents are locked',
  },
  'tika--testWORD_truncated.docx': { shows: false, seen: 'LibreOffice does not open it' },
};
