declare module 'word-extractor' {
  type Extracted = { getBody(): string; getFootnotes(): string; getEndnotes(): string };
  class WordExtractor {
    extract(source: Buffer): Promise<Extracted>;
  }
  export = WordExtractor;
}
