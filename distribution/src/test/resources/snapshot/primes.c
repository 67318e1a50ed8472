// A tool whose _initialize is worth doing once: it sieves primes up to a million, and a call counts those up to a
// number. Built with
//   clang --target=wasm32-unknown-unknown -O2 -fno-builtin -nostdlib -Wl,--no-entry -Wl,-z,stack-size=8192 -o primes.wasm primes.c

enum { LIMIT = 1000000 };

static unsigned char composite[LIMIT + 1];
static unsigned count_to[LIMIT / 1000 + 1];
static unsigned calls;

__attribute__((export_name("_initialize"))) void initialize(void) {
  for (unsigned i = 2; i <= LIMIT / i; i++) {
    if (composite[i]) continue;
    for (unsigned j = i * i; j <= LIMIT; j += i) composite[j] = 1;
  }
  unsigned count = 0;
  for (unsigned i = 2; i <= LIMIT; i++) {
    count += !composite[i];
    if (i % 1000 == 0) count_to[i / 1000] = count;
  }
}

static unsigned char text[1 << 16];

__attribute__((export_name("vex_allocate"))) void *vex_allocate(unsigned size) {
  if (size > sizeof text) __builtin_trap();
  return text;
}

static char out[64];

static unsigned put(unsigned at, const char *name, unsigned value) {
  char digits[10];
  unsigned length = 0;
  while (*name) out[at++] = *name++;
  do digits[length++] = '0' + value % 10; while (value /= 10);
  while (length) out[at++] = digits[--length];
  return at;
}

// {"to": NUMBER} gives {"primes": NUMBER, "calls": 1}: how many calls this memory has seen, which is always one.
__attribute__((export_name("vex_execute"))) unsigned long long vex_execute(unsigned char *at, unsigned length) {
  unsigned to = 0;
  for (unsigned i = 0; i < length; i++)
    if (at[i] >= '0' && at[i] <= '9' && to < LIMIT) to = to * 10 + (at[i] - '0');
  if (to > LIMIT) to = LIMIT;
  unsigned count = to < 1000 ? 0 : count_to[to / 1000];
  for (unsigned i = to < 1000 ? 2 : to - to % 1000 + 1; i <= to; i++) count += !composite[i];
  calls++;
  for (unsigned i = 0; i < length; i++) at[i] = 0;
  unsigned end = put(put(0, "{\"primes\":", count), ",\"calls\":", calls);
  out[end++] = '}';
  return (unsigned long long)(unsigned long)out << 32 | end;
}
