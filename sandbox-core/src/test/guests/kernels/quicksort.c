/* Calls through a table: quicksort of n pseudo-random integers, n up to 500,000, that compares through a function pointer.
   Answers a checksum of the sorted order. */
typedef int (*comparison)(int, int);

static int numbers[500000];

static int ascending(int x, int y) { return x < y ? -1 : x > y; }
static int by_low_bits(int x, int y) { return ascending(x & 0xffff, y & 0xffff); }
static comparison volatile comparisons[2] = {ascending, by_low_bits};

static void sort(int *p, int from, int to, comparison compare) {
  while (from < to) {
    int pivot = p[from + (to - from) / 2], i = from, j = to;
    while (i <= j) {
      while (compare(p[i], pivot) < 0) i++;
      while (compare(pivot, p[j]) < 0) j--;
      if (i <= j) {
        int swap = p[i];
        p[i++] = p[j];
        p[j--] = swap;
      }
    }
    if (j - from < to - i) {
      sort(p, from, j, compare);
      from = i;
    } else {
      sort(p, i, to, compare);
      to = j;
    }
  }
}

__attribute__((export_name("run"))) int run(int n) {
  unsigned seed = 12345;
  for (int i = 0; i < n; i++) {
    seed = seed * 1664525 + 1013904223;
    numbers[i] = (int)(seed >> 3);
  }
  sort(numbers, 0, n - 1, comparisons[n & 1]);
  unsigned sum = 0;
  for (int i = 0; i < n; i++) sum = sum * 31 + (unsigned)numbers[i];
  return (int)sum;
}
