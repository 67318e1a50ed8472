/* Floating point with regular memory access: the product of two n x n matrices of doubles, n up to 256. Answers the bits of the
   sum of its elements. */
static double a[256 * 256], b[256 * 256], c[256 * 256];

__attribute__((export_name("run"))) long long run(int n) {
  for (int i = 0; i < n * n; i++) {
    a[i] = (i % 17) * 0.5 - 3;
    b[i] = (i % 23) * 0.25 + 1;
  }
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
  double total = 0;
  for (int i = 0; i < n * n; i++) total += c[i] * (i % 5 + 1);
  long long bits;
  __builtin_memcpy(&bits, &total, 8);
  return bits;
}
