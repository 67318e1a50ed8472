/* Deep recursion: nothing but calls, a comparison and an addition. Answers the n-th Fibonacci number. */
__attribute__((noinline)) static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

__attribute__((export_name("run"))) int run(int n) { return fib(n); }
