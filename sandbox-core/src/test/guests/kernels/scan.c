/* A byte scanner full of unpredictable branches: splits n bytes of generated text (up to 4,000,000) into words, numbers, strings
   and signs. Answers a checksum of the counts. */
static unsigned char text[4000000];

enum state { NONE, WORD, NUMBER, STRING, ESCAPE };

static int digit(int c) { return c >= '0' && c <= '9'; }
static int letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

__attribute__((noinline)) static unsigned scan(int n) {
  unsigned words = 0, numbers = 0, strings = 0, signs = 0, lines = 0, longest = 0, start = 0;
  enum state state = NONE;
  for (int i = 0; i < n; i++) {
    int c = text[i];
    if (c == '\n') lines++;
    switch (state) {
      case WORD:
        if (letter(c) || digit(c)) continue;
        if (i - start > longest) longest = i - start;
        words++;
        break;
      case NUMBER:
        if (digit(c) || c == '.') continue;
        numbers++;
        break;
      case STRING:
        if (c == '\\') state = ESCAPE;
        if (c != '"') continue;
        strings++;
        state = NONE;
        continue;
      case ESCAPE: state = STRING; continue;
      case NONE: break;
    }
    state = letter(c) ? WORD : digit(c) ? NUMBER : c == '"' ? STRING : NONE;
    start = i;
    if (state == NONE && c > ' ') signs++;
  }
  return (((words * 31 + numbers) * 31 + strings) * 31 + signs) * 31 + lines + longest;
}

__attribute__((export_name("run"))) int run(int n) {
  static const char letters[] = "etaoin shrdlu_ETA 0123 4567.89\n(){};+-*/\"\\ a b c d e \n ";
  unsigned seed = 42;
  for (int i = 0; i < n; i++) {
    seed = seed * 1664525 + 1013904223;
    text[i] = (unsigned char)letters[(seed >> 16) % (sizeof letters - 1)];
  }
  return (int)scan(n);
}
