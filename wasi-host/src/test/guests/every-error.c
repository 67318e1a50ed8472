// The error codes of WASI preview 1, function by function in the order of the specification: bad
// descriptors, missing rights, wrong kinds of file, addresses outside memory, numbers out of range,
// names that are too long or no names. Prints what is different; the exit code is how many.
//
// Wants what every-function.c wants.

#include "wasi.h"

#define NOWHERE ((void *) 0xFFFFFFF0)
#define ALL 0xFFFFFFFFFFFFFFFFull
enum { OVERFLOW_ = 61, FBIG_ = 22 };
enum { PATH_OPEN = 1 << 13, READDIR = 1 << 14, CREATE_FILE = 1 << 10, ALL_RIGHTS = 0x7FFFFFF };

static char long_name[5000];

static int open_as(u32 dir, const char *path, u32 oflags, u64 rights, u64 inheriting, u32 *fd) {
    return w_path_open(dir, 1, path, strlen(path), oflags, rights, inheriting, 0, fd);
}

static u32 opened(u32 dir, const char *path, u32 oflags, u64 rights) {
    u32 fd = 0;
    EXPECT(OK, open_as(dir, path, oflags, rights, rights, &fd));
    return fd;
}

static void arguments_clocks_random(void) {
    u32 n;
    u64 time;
    EXPECT(FAULT_, w_args_sizes_get(NOWHERE + 13, &n));
    EXPECT(FAULT_, w_args_get(&time, NOWHERE));
    EXPECT(FAULT_, w_environ_sizes_get(&n, NOWHERE + 13));
    EXPECT(FAULT_, w_environ_get(NOWHERE + 13, &time));
    EXPECT(FAULT_, w_clock_res_get(0, NOWHERE + 9));
    EXPECT(INVAL_, w_clock_res_get(0xFFFFFFFF, &time));
    EXPECT(FAULT_, w_clock_time_get(1, 0, NOWHERE + 9));
    EXPECT(OK, w_clock_time_get(1, ALL, &time));
    EXPECT(OK, w_random_get(&n, 0));
    EXPECT(FAULT_, w_random_get(NOWHERE, 17));
}

static void descriptors(void) {
    struct iovec_t iov = {&iov, 1};
    struct filestat stat;
    struct fdstat fdstat;
    struct prestat prestat;
    char buffer[64];
    u32 n, other;
    u64 at;
    u32 file = opened(3, "file", CREAT_, FILE_RIGHTS);
    u32 weak = opened(3, "file", 0, 0);
    u32 dir = opened(3, ".", DIRECTORY_, READDIR | PATH_OPEN);
    u32 bad[] = {90, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    for (int i = 0; i < 4; i++) {
        u32 fd = bad[i];
        EXPECT(BADF_, w_fd_advise(fd, 0, 0, 0));
        EXPECT(BADF_, w_fd_allocate(fd, 0, 1));
        EXPECT(BADF_, w_fd_close(fd));
        EXPECT(BADF_, w_fd_datasync(fd));
        EXPECT(BADF_, w_fd_fdstat_get(fd, &fdstat));
        EXPECT(BADF_, w_fd_fdstat_set_flags(fd, 0));
        EXPECT(BADF_, w_fd_fdstat_set_rights(fd, 0, 0));
        EXPECT(BADF_, w_fd_filestat_get(fd, &stat));
        EXPECT(BADF_, w_fd_filestat_set_size(fd, 0));
        EXPECT(BADF_, w_fd_filestat_set_times(fd, 0, 0, 1));
        EXPECT(BADF_, w_fd_pread(fd, &iov, 1, 0, &n));
        EXPECT(BADF_, w_fd_prestat_get(fd, &prestat));
        EXPECT(BADF_, w_fd_prestat_dir_name(fd, buffer, 1));
        EXPECT(BADF_, w_fd_pwrite(fd, &iov, 1, 0, &n));
        EXPECT(BADF_, w_fd_read(fd, &iov, 1, &n));
        EXPECT(BADF_, w_fd_readdir(fd, buffer, sizeof buffer, 0, &n));
        EXPECT(BADF_, w_fd_renumber(fd, file));
        EXPECT(BADF_, w_fd_renumber(file, fd));
        EXPECT(BADF_, w_fd_seek(fd, 0, 0, &at));
        EXPECT(BADF_, w_fd_sync(fd));
        EXPECT(BADF_, w_fd_tell(fd, &at));
        EXPECT(BADF_, w_fd_write(fd, &iov, 1, &n));
        EXPECT(BADF_, w_path_create_directory(fd, S("x")));
        EXPECT(BADF_, w_path_filestat_get(fd, 0, S("x"), &stat));
        EXPECT(BADF_, w_path_filestat_set_times(fd, 0, S("x"), 0, 0, 1));
        EXPECT(BADF_, w_path_link(fd, 0, S("x"), 3, S("y")));
        EXPECT(BADF_, w_path_link(3, 0, S("file"), fd, S("y")));
        EXPECT(BADF_, open_as(fd, "x", 0, 0, 0, &other));
        EXPECT(BADF_, w_path_readlink(fd, S("x"), buffer, sizeof buffer, &n));
        EXPECT(BADF_, w_path_remove_directory(fd, S("x")));
        EXPECT(BADF_, w_path_rename(fd, S("x"), 3, S("y")));
        EXPECT(BADF_, w_path_rename(3, S("file"), fd, S("y")));
        EXPECT(BADF_, w_path_symlink(S("x"), fd, S("y")));
        EXPECT(BADF_, w_path_unlink_file(fd, S("x")));
        EXPECT(BADF_, w_sock_accept(fd, 0, &n));
        EXPECT(BADF_, w_sock_shutdown(fd, 0));
    }

    EXPECT(NOTCAPABLE_, w_fd_advise(weak, 0, 0, 0));
    EXPECT(NOTCAPABLE_, w_fd_allocate(weak, 0, 1));
    EXPECT(NOTCAPABLE_, w_fd_datasync(weak));
    EXPECT(NOTCAPABLE_, w_fd_fdstat_set_flags(weak, 0));
    EXPECT(NOTCAPABLE_, w_fd_fdstat_set_rights(weak, READ, 0));
    EXPECT(NOTCAPABLE_, w_fd_filestat_get(weak, &stat));
    EXPECT(NOTCAPABLE_, w_fd_filestat_set_size(weak, 0));
    EXPECT(NOTCAPABLE_, w_fd_filestat_set_times(weak, 0, 0, 1));
    EXPECT(NOTCAPABLE_, w_fd_pread(weak, &iov, 1, 0, &n));
    EXPECT(NOTCAPABLE_, w_fd_pwrite(weak, &iov, 1, 0, &n));
    EXPECT(NOTCAPABLE_, w_fd_read(weak, &iov, 1, &n));
    EXPECT(NOTCAPABLE_, w_fd_seek(weak, 1, 0, &at));
    EXPECT(NOTCAPABLE_, w_fd_sync(weak));
    EXPECT(NOTCAPABLE_, w_fd_tell(weak, &at));
    EXPECT(NOTCAPABLE_, w_fd_write(weak, &iov, 1, &n));
    EXPECT(NOTCAPABLE_, w_path_create_directory(dir, S("x")));
    EXPECT(NOTCAPABLE_, w_path_filestat_get(dir, 0, S("file"), &stat));
    EXPECT(NOTCAPABLE_, w_path_filestat_set_times(dir, 0, S("file"), 0, 0, 1));
    EXPECT(NOTCAPABLE_, w_path_link(dir, 0, S("file"), 3, S("y")));
    EXPECT(NOTCAPABLE_, w_path_link(3, 0, S("file"), dir, S("y")));
    EXPECT(NOTCAPABLE_, open_as(dir, "new", CREAT_, READ, 0, &other));
    EXPECT(NOTCAPABLE_, open_as(dir, "file", TRUNC_, READ, 0, &other));
    EXPECT(NOTCAPABLE_, open_as(dir, "file", 0, READ | WRITE, 0, &other));
    EXPECT(NOTCAPABLE_, w_path_readlink(dir, S("x"), buffer, sizeof buffer, &n));
    EXPECT(NOTCAPABLE_, w_path_remove_directory(dir, S("x")));
    EXPECT(NOTCAPABLE_, w_path_rename(dir, S("file"), 3, S("y")));
    EXPECT(NOTCAPABLE_, w_path_rename(3, S("file"), dir, S("y")));
    EXPECT(NOTCAPABLE_, w_path_symlink(S("x"), dir, S("y")));
    EXPECT(NOTCAPABLE_, w_path_unlink_file(dir, S("file")));

    EXPECT(SPIPE_, w_fd_advise(0, 0, 0, 0));
    EXPECT(SPIPE_, w_fd_allocate(1, 0, 1));
    EXPECT(ISDIR_, w_fd_allocate(3, 0, 1));
    EXPECT(ISDIR_, w_fd_read(3, &iov, 1, &n));
    EXPECT(ISDIR_, w_fd_write(3, &iov, 1, &n));
    EXPECT(ISDIR_, w_fd_pread(3, &iov, 1, 0, &n));
    EXPECT(ISDIR_, w_fd_pwrite(3, &iov, 1, 0, &n));
    EXPECT(ISDIR_, w_fd_seek(3, 0, 0, &at));
    EXPECT(SPIPE_, w_fd_pread(0, &iov, 1, 0, &n));
    EXPECT(SPIPE_, w_fd_pwrite(1, &iov, 1, 0, &n));
    EXPECT(SPIPE_, w_fd_tell(2, &at));
    EXPECT(NOTDIR_, w_fd_readdir(file, buffer, sizeof buffer, 0, &n));
    EXPECT(BADF_, w_fd_prestat_get(file, &prestat));
    EXPECT(BADF_, w_fd_prestat_get(dir, &prestat));
    EXPECT(BADF_, w_fd_prestat_dir_name(dir, buffer, sizeof buffer));
    EXPECT(NAMETOOLONG_, w_fd_prestat_dir_name(3, buffer, 0));
    EXPECT(FAULT_, w_fd_prestat_dir_name(3, NOWHERE, 64));
    EXPECT(FAULT_, w_fd_prestat_get(3, NOWHERE + 12));
    EXPECT(FAULT_, w_fd_fdstat_get(3, NOWHERE));
    EXPECT(FAULT_, w_fd_filestat_get(file, NOWHERE));
    EXPECT(FAULT_, w_fd_readdir(3, NOWHERE, 17, 0, &n));
    EXPECT(FAULT_, w_fd_readdir(3, buffer, sizeof buffer, 0, NOWHERE + 13));
    EXPECT(FAULT_, w_fd_seek(file, 0, 0, NOWHERE + 9));
    EXPECT(FAULT_, w_fd_tell(file, NOWHERE + 9));
    EXPECT(FAULT_, w_fd_read(file, NOWHERE + 9, 1, &n));
    EXPECT(FAULT_, w_fd_read(file, &iov, 0x20000000, &n));
    EXPECT(FAULT_, w_fd_write(file, &iov, 1, NOWHERE + 13));
    EXPECT(FAULT_, w_fd_pread(file, &iov, 1, 0, NOWHERE + 13));
    EXPECT(FAULT_, w_fd_pwrite(file, NOWHERE + 9, 1, 0, &n));

    EXPECT(INVAL_, w_fd_advise(file, ALL, 0, 0));
    EXPECT(INVAL_, w_fd_advise(file, 0, ALL, 0));
    EXPECT(INVAL_, w_fd_allocate(file, ALL, 1));
    EXPECT(FBIG_, w_fd_allocate(file, INT64_MAX, 1));
    EXPECT(INVAL_, w_fd_filestat_set_size(file, ALL));
    EXPECT(INVAL_, w_fd_filestat_set_times(file, 0, 0, 3));
    EXPECT(INVAL_, w_fd_filestat_set_times(file, 0, 0, 16));
    EXPECT(INVAL_, w_fd_fdstat_set_flags(file, 32));
    EXPECT(INVAL_, w_fd_seek(file, -1, 0, &at));
    EXPECT(INVAL_, w_fd_seek(file, INT64_MIN, 2, &at));
    EXPECT(INVAL_, w_fd_pread(file, &iov, 1, ALL, &n));
    EXPECT(INVAL_, w_fd_pwrite(file, &iov, 1, ALL, &n));
    EXPECT(FBIG_, w_fd_pwrite(file, &iov, 1, INT64_MAX, &n));
    EXPECT(OK, w_fd_seek(file, INT64_MAX, 0, &at));
    EXPECT(OVERFLOW_, w_fd_seek(file, 1, 1, &at));
    EXPECT(FBIG_, w_fd_write(file, &iov, 1, &n));
    EXPECT(OK, w_fd_read(file, &iov, 1, &n));
    EXPECT(0, n);
    EXPECT(OK, w_fd_readdir(3, buffer, sizeof buffer, ALL, &n));
    EXPECT(0, n);
    EXPECT(OK, w_fd_readdir(3, buffer, 0, 0, &n));
    EXPECT(0, n);
    EXPECT(OK, w_fd_renumber(file, file));
    EXPECT(OK, w_fd_close(file));
    EXPECT(OK, w_fd_close(weak));
    EXPECT(OK, w_fd_close(dir));
    EXPECT(OK, w_path_unlink_file(3, S("file")));
}

static void names(void) {
    struct filestat stat;
    char buffer[8];
    u32 n, fd;
    const char *none[] = {"", "missing/x", "/", "/x", "..", "a/../../x"};
    int wanted[] = {NOENT_, NOENT_, NOTCAPABLE_, NOTCAPABLE_, NOTCAPABLE_, NOTCAPABLE_};
    EXPECT(OK, w_path_create_directory(3, S("a")));
    for (int i = 0; i < 6; i++) {
        const char *path = none[i];
        u32 length = strlen(path);
        EXPECT(wanted[i], w_path_create_directory(3, path, length));
        EXPECT(wanted[i], w_path_filestat_get(3, 1, path, length, &stat));
        EXPECT(wanted[i], w_path_filestat_set_times(3, 1, path, length, 0, 0, 1));
        EXPECT(wanted[i], w_path_link(3, 0, path, length, 3, S("y")));
        EXPECT(wanted[i], open_as(3, path, 0, READ, 0, &fd));
        EXPECT(wanted[i], w_path_readlink(3, path, length, buffer, sizeof buffer, &n));
        EXPECT(wanted[i], w_path_remove_directory(3, path, length));
        EXPECT(wanted[i], w_path_rename(3, path, length, 3, S("y")));
        EXPECT(wanted[i], w_path_rename(3, S("a"), 3, path, length));
        EXPECT(wanted[i], w_path_symlink(S("x"), 3, path, length));
        EXPECT(wanted[i], w_path_unlink_file(3, path, length));
    }
    memset(long_name, 'n', sizeof long_name);
    u32 lengths[] = {256, 4097, 5000};
    for (int i = 0; i < 3; i++) {
        EXPECT(NAMETOOLONG_, w_path_create_directory(3, long_name, lengths[i]));
        EXPECT(NAMETOOLONG_, w_path_open(3, 0, long_name, lengths[i], CREAT_, READ, 0, 0, &fd));
        EXPECT(NAMETOOLONG_, w_path_filestat_get(3, 0, long_name, lengths[i], &stat));
        EXPECT(NAMETOOLONG_, w_path_rename(3, S("a"), 3, long_name, lengths[i]));
        EXPECT(NAMETOOLONG_, w_path_symlink(S("x"), 3, long_name, lengths[i]));
    }
    EXPECT(OK, w_path_create_directory(3, long_name, 255));
    EXPECT(OK, w_path_remove_directory(3, long_name, 255));
    EXPECT(NAMETOOLONG_, w_path_symlink(long_name, 4097, 3, S("y")));
    EXPECT(NOENT_, w_path_symlink("", 0, 3, S("y")));

    const char *no_text[] = {"\xc3", "\xed\xa0\x80", "\xc0\xaf", "\xf5\x80\x80\x80"};
    for (int i = 0; i < 4; i++) {
        EXPECT(ILSEQ_, w_path_create_directory(3, no_text[i], strlen(no_text[i])));
        EXPECT(ILSEQ_, open_as(3, no_text[i], CREAT_, READ, 0, &fd));
        EXPECT(ILSEQ_, w_path_symlink(no_text[i], strlen(no_text[i]), 3, S("y")));
    }
    EXPECT(ILSEQ_, w_path_unlink_file(3, S("a\0")));
    EXPECT(ILSEQ_, w_path_rename(3, S("a"), 3, S("\0")));
    EXPECT(OK, w_path_create_directory(3, S("d\xc3\xbcne \xe6\xb8\xaf \xf0\x9f\x8c\x8a")));
    EXPECT(OK, w_path_remove_directory(3, S("d\xc3\xbcne \xe6\xb8\xaf \xf0\x9f\x8c\x8a/")));

    EXPECT(FAULT_, w_path_create_directory(3, NOWHERE, 17));
    EXPECT(FAULT_, w_path_filestat_get(3, 0, S("a"), NOWHERE));
    EXPECT(FAULT_, w_path_filestat_set_times(3, 0, NOWHERE, 0xFFFFFFFF, 0, 0, 1));
    EXPECT(FAULT_, w_path_link(3, 0, S("a"), 3, NOWHERE, 17));
    EXPECT(FAULT_, w_path_open(3, 0, S("a"), 0, READ, 0, 0, NOWHERE + 13));
    EXPECT(FAULT_, w_path_readlink(3, S("a"), NOWHERE, 17, &n));
    EXPECT(FAULT_, w_path_remove_directory(3, NOWHERE, 17));
    EXPECT(FAULT_, w_path_rename(3, NOWHERE, 17, 3, S("b")));
    EXPECT(FAULT_, w_path_symlink(NOWHERE, 17, 3, S("b")));
    EXPECT(FAULT_, w_path_unlink_file(3, NOWHERE, 17));
}

static void kinds(void) {
    struct filestat stat;
    char buffer[8];
    u32 n, fd;
    EXPECT(OK, w_fd_close(opened(3, "f", CREAT_, READ)));
    EXPECT(OK, w_path_symlink(S("a"), 3, S("to-a")));
    EXPECT(OK, w_path_symlink(S("nowhere"), 3, S("dangling")));
    EXPECT(INVAL_, open_as(3, "new", CREAT_ | DIRECTORY_, READ, 0, &fd));
    EXPECT(EXIST_, open_as(3, "dangling", CREAT_ | EXCL_, READ, 0, &fd));
    EXPECT(EXIST_, open_as(3, "a", CREAT_ | EXCL_, READ, 0, &fd));
    EXPECT(ISDIR_, open_as(3, "a", TRUNC_, WRITE, 0, &fd));
    EXPECT(LOOP_, w_path_open(3, 0, S("to-a"), 0, READ, 0, 0, &fd));
    EXPECT(NOTDIR_, open_as(3, "f/", CREAT_, READ, 0, &fd));
    EXPECT(ISDIR_, open_as(3, "new/", CREAT_, READ, 0, &fd));
    EXPECT(NOTDIR_, w_path_filestat_get(3, 1, S("f/"), &stat));
    EXPECT(OK, w_path_filestat_get(3, 0, S("to-a/"), &stat));
    EXPECT(3, stat.type);
    EXPECT(NOTDIR_, w_path_unlink_file(3, S("f/")));
    EXPECT(NOTDIR_, w_path_rename(3, S("f/"), 3, S("g")));
    EXPECT(NOTDIR_, w_path_rename(3, S("f"), 3, S("g/")));
    EXPECT(NOTDIR_, w_path_remove_directory(3, S("to-a")));
    EXPECT(EXIST_, w_path_create_directory(3, S("dangling")));
    EXPECT(EXIST_, w_path_create_directory(3, S("f")));
    EXPECT(EXIST_, w_path_create_directory(3, S(".")));
    EXPECT(OK, w_path_readlink(3, S("dangling"), buffer, 3, &n));
    EXPECT(3, n);
    EXPECT(0, memcmp("now", buffer, 3));
    EXPECT(INVAL_, w_path_readlink(3, S("a"), buffer, sizeof buffer, &n));
    EXPECT(NOTCAPABLE_, w_path_symlink(S("../out"), 3, S("out")));
    EXPECT(NOTCAPABLE_, w_path_symlink(S("a/../../out"), 3, S("out")));
    EXPECT(OK, w_path_symlink(S("../f"), 3, S("a/in")));
    EXPECT(OK, w_path_link(3, 0, S("dangling"), 3, S("also-dangling")));
    EXPECT(OK, w_path_filestat_get(3, 0, S("also-dangling"), &stat));
    EXPECT(7, stat.type);
    EXPECT(ROFS_, w_path_rename(3, S("f"), 4, S("f")));
    EXPECT(ROFS_, w_path_link(3, 0, S("f"), 4, S("f")));
    EXPECT(OK, w_path_rename(3, S("f"), 3, S("f")));
    EXPECT(BUSY_, w_path_rename(3, S("a"), 3, S(".")));
    EXPECT(ISDIR_, w_path_unlink_file(3, S(".")));
    EXPECT(ISDIR_, w_path_unlink_file(3, S("a/")));

    // The granted directory itself cannot go, whatever it is called.
    EXPECT(INVAL_, w_path_remove_directory(3, S("./.")));
    EXPECT(INVAL_, w_path_remove_directory(3, S("a/..")));
    EXPECT(OK, w_path_filestat_get(3, 0, S("."), &stat));
    EXPECT(3, stat.type);

    EXPECT(OK, w_path_unlink_file(3, S("a/in")));
    EXPECT(OK, w_path_unlink_file(3, S("also-dangling")));
    EXPECT(OK, w_path_unlink_file(3, S("dangling")));
    EXPECT(OK, w_path_unlink_file(3, S("to-a")));
    EXPECT(OK, w_path_unlink_file(3, S("f")));
    EXPECT(OK, w_path_remove_directory(3, S("a//")));
}

static void polling(void) {
    static struct subscription many[5000];
    static struct event events[5000];
    u64 now;
    u32 n = 0;
    u32 file = opened(3, "f", CREAT_, READ);
    struct subscription in = {7, 0, {.clock = {9, 0, 0, 0}}};
    EXPECT(OK, w_poll_oneoff(&in, events, 1, &n));
    EXPECT(INVAL_, events[0].error);
    in.tag = 3;
    EXPECT(INVAL_, w_poll_oneoff(&in, events, 1, &n));
    in = (struct subscription) {7, 1, {.fd = {file}}};
    EXPECT(OK, w_poll_oneoff(&in, events, 1, &n));
    EXPECT(NOTCAPABLE_, events[0].error); // no right to poll
    EXPECT(7, events[0].userdata);
    EXPECT(1, events[0].type);
    EXPECT(OK, w_fd_close(file));
    EXPECT(OK, w_poll_oneoff(&in, events, 1, &n));
    EXPECT(BADF_, events[0].error);
    w_clock_time_get(0, 0, &now);
    in = (struct subscription) {8, 0, {.clock = {0, now - 1, 0, 1}}};
    EXPECT(OK, w_poll_oneoff(&in, events, 1, &n));
    EXPECT(0, events[0].error);
    for (int i = 0; i < 4096; i++) {
        many[i] = (struct subscription) {i, 0, {.clock = {1, i ? ALL : 0, 0, 0}}};
    }
    EXPECT(OK, w_poll_oneoff(many, events, 4096, &n));
    EXPECT(1, n);
    EXPECT(0, events[0].userdata);
    EXPECT(INVAL_, w_poll_oneoff(many, events, 0, &n));
    EXPECT(INVAL_, w_poll_oneoff(many, events, 4097, &n));
    EXPECT(FAULT_, w_poll_oneoff(NOWHERE, events, 1, &n));
    EXPECT(FAULT_, w_poll_oneoff(many, NOWHERE, 1, &n));
    EXPECT(FAULT_, w_poll_oneoff(many, events, 1, NOWHERE + 13));
    EXPECT(OK, w_path_unlink_file(3, S("f")));
}

int main(void) {
    arguments_clocks_random();
    descriptors();
    names();
    kinds();
    polling();
    printf("%d failures\n", failures);
    fflush(stdout);
    w_proc_exit(failures);
}
