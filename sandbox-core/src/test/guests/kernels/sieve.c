/* Byte stores at growing strides: the sieve of Eratosthenes. Answers how many primes there are below n, n up to 4,000,000. */
static unsigned char composite[4000000];

__attribute__((export_name("run"))) int run(int n) {
  for (int i = 0; i < n; i++) composite[i] = 0;
  int count = 0;
  for (int i = 2; i < n; i++) {
    if (composite[i]) continue;
    count++;
    if (i < 2000)
      for (int j = i * i; j < n; j += i) composite[j] = 1;
  }
  return count;
}
