// Calls every function of WASI preview 1 in its ordinary and its error cases, and expects what the
// specification says. Prints what is different; the exit code is how many.
//
// Wants: descriptor 3 an empty directory that may be written to, 4 one that may only be read and
// holds the file "file" with the content "read only"; the argument "zwölf" after the name;
// the variable LANG=de and no other; "input" on standard input.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "wasi.h"

static u32 open_at(u32 dir, const char *path, u32 oflags, u64 rights) {
    u32 fd = 0;
    int error = w_path_open(dir, 1, path, strlen(path), oflags, rights, rights, 0, &fd);
    if (error) {
        printf("open %s: %d\n", path, error);
        failures++;
    }
    return fd;
}

static int open_error(u32 dir, u32 follow, const char *path, u32 oflags, u64 rights) {
    u32 fd;
    int error = w_path_open(dir, follow, path, strlen(path), oflags, rights, 0, 0, &fd);
    if (!error) {
        w_fd_close(fd);
    }
    return error;
}

static int write_text(u32 fd, const char *text) {
    struct iovec_t iov = {text, strlen(text)};
    u32 n = 0;
    int error = w_fd_write(fd, &iov, 1, &n);
    return error ? error : n == iov.len ? OK : -1;
}

static const char *read_text(u32 fd) {
    static char buffer[256];
    struct iovec_t iov = {buffer, sizeof buffer - 1};
    u32 n = 0;
    int error = w_fd_read(fd, &iov, 1, &n);
    buffer[error ? 0 : n] = 0;
    return error ? "error" : buffer;
}

static void args_and_environment(int argc, char **argv) {
    u32 count = 0, size = 0;
    char buffer[256], *pointers[8];
    EXPECT(2, argc);
    EXPECT(0, strcmp(argv[1], "zw\xc3\xb6lf"));
    EXPECT(OK, w_args_sizes_get(&count, &size));
    EXPECT(2, count);
    EXPECT(strlen(argv[0]) + 1 + 7, size);
    EXPECT(OK, w_args_get(pointers, buffer));
    EXPECT(0, strcmp(pointers[1], "zw\xc3\xb6lf"));
    EXPECT(OK, w_environ_sizes_get(&count, &size));
    EXPECT(1, count);
    EXPECT(OK, w_environ_get(pointers, buffer));
    EXPECT(0, strcmp(pointers[0], "LANG=de"));
    EXPECT(FAULT_, w_args_get((void *) -4, buffer));
    EXPECT(FAULT_, w_environ_sizes_get((u32 *) -2, &size));
}

static void clocks_and_random(void) {
    u64 one = 0, two = 0;
    char a[32] = {0}, b[32] = {0};
    for (u32 id = 0; id < 4; id++) {
        EXPECT(OK, w_clock_res_get(id, &one));
        EXPECT(1, one > 0);
        EXPECT(OK, w_clock_time_get(id, 0, &one));
        EXPECT(OK, w_clock_time_get(id, 0, &two));
        EXPECT(1, two >= one);
    }
    EXPECT(INVAL_, w_clock_res_get(4, &one));
    EXPECT(INVAL_, w_clock_time_get(99, 0, &one));
    EXPECT(OK, w_random_get(a, sizeof a));
    EXPECT(OK, w_random_get(b, sizeof b));
    EXPECT(1, memcmp(a, b, sizeof a) != 0);
    EXPECT(FAULT_, w_random_get(a, 0xFFFFFFFF));
}

static void preopens(void) {
    struct prestat prestat = {9, 0};
    char name[16] = {0};
    EXPECT(OK, w_fd_prestat_get(3, &prestat));
    EXPECT(0, prestat.tag);
    EXPECT(OK, w_fd_prestat_dir_name(3, name, prestat.length));
    EXPECT('/', name[0]);
    EXPECT(NAMETOOLONG_, w_fd_prestat_dir_name(3, name, 1));
    EXPECT(BADF_, w_fd_prestat_get(5, &prestat));
    EXPECT(BADF_, w_fd_prestat_get(0, &prestat));
}

static void files(void) {
    u64 position = 0;
    u32 n = 0;
    char buffer[16] = {0};
    struct filestat stat;
    struct fdstat fdstat;
    u32 fd = open_at(3, "file", CREAT_ | EXCL_, FILE_RIGHTS);
    EXPECT(OK, write_text(fd, "hello world"));
    EXPECT(OK, w_fd_seek(fd, 6, 0, &position));
    EXPECT(6, position);
    EXPECT(0, strcmp("world", read_text(fd)));
    EXPECT(OK, w_fd_tell(fd, &position));
    EXPECT(11, position);
    EXPECT(OK, w_fd_seek(fd, -5, 2, &position));
    EXPECT(6, position);
    EXPECT(INVAL_, w_fd_seek(fd, -7, 1, &position));
    EXPECT(INVAL_, w_fd_seek(fd, 0, 7, &position));
    struct iovec_t iov = {buffer, 5};
    EXPECT(OK, w_fd_pread(fd, &iov, 1, 0, &n));
    EXPECT(0, memcmp(buffer, "hello", 5));
    iov.buf = "HELLO";
    EXPECT(OK, w_fd_pwrite(fd, &iov, 1, 0, &n));
    EXPECT(5, n);
    EXPECT(OK, w_fd_seek(fd, 0, 0, &position));
    EXPECT(0, strcmp("HELLO world", read_text(fd)));
    iov = (struct iovec_t) {(void *) -16, 64};
    EXPECT(FAULT_, w_fd_read(fd, &iov, 1, &n));
    EXPECT(FAULT_, w_fd_write(fd, &iov, 1, &n));

    EXPECT(OK, w_fd_advise(fd, 0, 0, 0));
    EXPECT(INVAL_, w_fd_advise(fd, 0, 0, 6));
    EXPECT(OK, w_fd_allocate(fd, 0, 20));
    EXPECT(INVAL_, w_fd_allocate(fd, 0, 0));
    EXPECT(OK, w_fd_filestat_get(fd, &stat));
    EXPECT(20, stat.size);
    EXPECT(4, stat.type);
    EXPECT(1, stat.nlink);
    EXPECT(OK, w_fd_filestat_set_size(fd, 5));
    EXPECT(OK, w_fd_filestat_set_times(fd, 1000, 2000, 1 | 4));
    EXPECT(INVAL_, w_fd_filestat_set_times(fd, 1000, 2000, 4 | 8));
    EXPECT(OK, w_fd_filestat_get(fd, &stat));
    EXPECT(5, stat.size);
    EXPECT(1000, stat.atim);
    EXPECT(2000, stat.mtim);
    EXPECT(OK, w_fd_sync(fd));
    EXPECT(OK, w_fd_datasync(fd));

    EXPECT(OK, w_fd_fdstat_set_flags(fd, 1));
    EXPECT(OK, w_fd_fdstat_get(fd, &fdstat));
    EXPECT(4, fdstat.type);
    EXPECT(1, fdstat.flags);
    EXPECT(OK, w_fd_seek(fd, 0, 0, &position));
    EXPECT(OK, write_text(fd, "!"));
    EXPECT(OK, w_fd_filestat_get(fd, &stat));
    EXPECT(6, stat.size);
    EXPECT(INVAL_, w_fd_fdstat_set_flags(fd, 64));
    EXPECT(OK, w_fd_fdstat_set_rights(fd, READ, 0));
    EXPECT(NOTCAPABLE_, write_text(fd, "x"));
    EXPECT(NOTCAPABLE_, w_fd_seek(fd, 0, 0, &position));
    EXPECT(NOTCAPABLE_, w_fd_fdstat_set_rights(fd, READ | WRITE, 0));

    u32 other = open_at(3, "file", 0, READ);
    EXPECT(OK, w_fd_renumber(other, fd));
    EXPECT(BADF_, w_fd_close(other));
    EXPECT(0, strcmp("HELLO!", read_text(fd)));
    EXPECT(BADF_, w_fd_renumber(fd, 99));
    EXPECT(OK, w_fd_close(fd));
    EXPECT(BADF_, w_fd_close(fd));
    EXPECT(BADF_, w_fd_sync(fd));
    EXPECT(BADF_, w_fd_tell(fd, &position));
    EXPECT(SPIPE_, w_fd_seek(1, 0, 0, &position));
    EXPECT(0, strcmp("input", read_text(0)));
    EXPECT(0, strcmp("", read_text(0)));
}

static void paths(void) {
    struct filestat stat;
    u32 n = 0;
    char buffer[64] = {0};
    EXPECT(EXIST_, open_error(3, 1, "file", CREAT_ | EXCL_, WRITE));
    EXPECT(NOENT_, open_error(3, 1, "missing", 0, READ));
    EXPECT(NOTDIR_, open_error(3, 1, "file", DIRECTORY_, READ));
    EXPECT(NOTDIR_, open_error(3, 1, "file/", 0, READ));
    EXPECT(NOTDIR_, open_error(3, 1, "file/x", 0, READ));
    EXPECT(NOTCAPABLE_, open_error(3, 1, "../x", 0, READ));
    EXPECT(NOTCAPABLE_, open_error(3, 1, "/etc/passwd", 0, READ));
    EXPECT(ISDIR_, open_error(3, 1, ".", 0, WRITE));
    EXPECT(BADF_, open_error(50, 1, "x", 0, READ));
    EXPECT(NOTDIR_, open_error(1, 1, "x", 0, READ));
    EXPECT(ILSEQ_, w_path_create_directory(3, S("a\0b")));
    EXPECT(ILSEQ_, w_path_create_directory(3, S("\xff")));

    EXPECT(OK, w_path_create_directory(3, S("dir")));
    EXPECT(EXIST_, w_path_create_directory(3, S("dir")));
    EXPECT(NOENT_, w_path_create_directory(3, S("x/y")));
    EXPECT(OK, w_path_symlink(S("../file"), 3, S("dir/link")));
    EXPECT(EXIST_, w_path_symlink(S("x"), 3, S("dir/link")));
    EXPECT(NOTCAPABLE_, w_path_symlink(S("/etc"), 3, S("bad")));
    EXPECT(OK, w_path_symlink(S("nowhere"), 3, S("dangling")));
    EXPECT(OK, w_path_symlink(S("self"), 3, S("self")));
    EXPECT(LOOP_, open_error(3, 1, "self", 0, READ));
    EXPECT(LOOP_, open_error(3, 0, "dir/link", 0, READ));
    EXPECT(NOENT_, open_error(3, 1, "dangling", 0, READ));
    EXPECT(OK, w_path_readlink(3, S("dir/link"), buffer, sizeof buffer, &n));
    EXPECT(7, n);
    EXPECT(0, memcmp(buffer, "../file", 7));
    EXPECT(INVAL_, w_path_readlink(3, S("file"), buffer, sizeof buffer, &n));
    EXPECT(OK, w_path_filestat_get(3, 1, S("dir/link"), &stat));
    EXPECT(4, stat.type);
    EXPECT(OK, w_path_filestat_get(3, 0, S("dir/link"), &stat));
    EXPECT(7, stat.type);
    EXPECT(NOENT_, w_path_filestat_get(3, 1, S("dangling"), &stat));
    EXPECT(OK, w_path_filestat_set_times(3, 0, S("dir/link"), 5000, 6000, 1 | 4));
    EXPECT(OK, w_path_filestat_get(3, 0, S("dir/link"), &stat));
    EXPECT(6000, stat.mtim);
    EXPECT(OK, w_path_filestat_set_times(3, 1, S("dir/link"), 0, 0, 8));
    EXPECT(OK, w_path_filestat_get(3, 0, S("file"), &stat));
    EXPECT(1, stat.mtim > 6000);
    EXPECT(INVAL_, w_path_filestat_set_times(3, 0, S("file"), 0, 0, 3));

    EXPECT(OK, w_path_link(3, 0, S("file"), 3, S("dir/hard")));
    EXPECT(OK, w_path_filestat_get(3, 0, S("file"), &stat));
    EXPECT(2, stat.nlink);
    EXPECT(EXIST_, w_path_link(3, 0, S("file"), 3, S("dir/hard")));
    EXPECT(PERM_, w_path_link(3, 0, S("dir"), 3, S("hard")));
    EXPECT(INVAL_, w_path_link(3, 1, S("file"), 3, S("hard")));
    EXPECT(ROFS_, w_path_link(4, 0, S("file"), 3, S("hard")));

    EXPECT(OK, w_path_rename(3, S("dir/hard"), 3, S("renamed")));
    EXPECT(NOENT_, w_path_rename(3, S("dir/hard"), 3, S("renamed")));
    EXPECT(ISDIR_, w_path_rename(3, S("file"), 3, S("dir")));
    EXPECT(NOTDIR_, w_path_rename(3, S("dir"), 3, S("file")));
    EXPECT(INVAL_, w_path_rename(3, S("dir"), 3, S("dir/below")));
    EXPECT(BUSY_, w_path_rename(3, S("."), 3, S("x")));
    EXPECT(ISDIR_, w_path_unlink_file(3, S("dir")));
    EXPECT(NOENT_, w_path_unlink_file(3, S("missing")));
    EXPECT(NOTEMPTY_, w_path_remove_directory(3, S("dir")));
    EXPECT(NOTDIR_, w_path_remove_directory(3, S("file")));
    EXPECT(INVAL_, w_path_remove_directory(3, S(".")));
    EXPECT(OK, w_path_unlink_file(3, S("dir/link")));
    EXPECT(OK, w_path_remove_directory(3, S("dir/")));
    EXPECT(OK, w_path_unlink_file(3, S("renamed")));
    EXPECT(OK, w_path_unlink_file(3, S("dangling")));
    EXPECT(OK, w_path_unlink_file(3, S("self")));
}

static void listing(void) {
    char buffer[64];
    u32 used = sizeof buffer, count = 0;
    u64 cookie = 0;
    EXPECT(OK, w_path_create_directory(3, S("list")));
    u32 dir = open_at(3, "list", DIRECTORY_, 0xFFFFFFF & ~(u64) (WRITE));
    for (int i = 0; i < 10; i++) {
        char name[] = "name-0";
        name[5] += i;
        u32 fd = open_at(dir, name, CREAT_, READ);
        w_fd_close(fd);
    }
    while (used == sizeof buffer) {
        EXPECT(OK, w_fd_readdir(dir, buffer, sizeof buffer, cookie, &used));
        for (u32 at = 0; at + 24 <= used;) {
            struct dirent_t entry;
            memcpy(&entry, buffer + at, sizeof entry);
            if (at + 24 + entry.namlen > used) {
                break;
            }
            cookie = entry.next;
            at += 24 + entry.namlen;
            count++;
        }
    }
    EXPECT(12, count);
    EXPECT(NOTDIR_, w_fd_readdir(0, buffer, sizeof buffer, 0, &used));
    EXPECT(OK, w_fd_close(dir));
    count = 0;
    DIR *stream = opendir("list");
    for (struct dirent *entry; stream && (entry = readdir(stream));) {
        count++;
    }
    EXPECT(12, count);
    closedir(stream);
}

static void read_only(void) {
    u32 fd = open_at(4, "file", 0, READ);
    EXPECT(0, strcmp("read only", read_text(fd)));
    EXPECT(OK, w_fd_close(fd));
    EXPECT(ROFS_, open_error(4, 1, "file", 0, WRITE));
    EXPECT(ROFS_, open_error(4, 1, "new", CREAT_, READ));
    EXPECT(ROFS_, open_error(4, 1, "file", TRUNC_, READ));
    EXPECT(ROFS_, w_path_create_directory(4, S("x")));
    EXPECT(ROFS_, w_path_unlink_file(4, S("file")));
    EXPECT(ROFS_, w_path_rename(4, S("file"), 4, S("x")));
    EXPECT(ROFS_, w_path_symlink(S("file"), 4, S("x")));
    EXPECT(ROFS_, w_path_filestat_set_times(4, 0, S("file"), 1, 1, 5));
    EXPECT(-1, open("/read/file", O_WRONLY));
    EXPECT(EROFS, errno);
}

static void polling(void) {
    struct subscription in[3] = {
        {1, 0, {.clock = {1, 5000000, 0, 0}}}, {2, 2, {.fd = {1}}}, {3, 1, {.fd = {77}}}};
    struct event out[3];
    u32 n = 0;
    EXPECT(OK, w_poll_oneoff(in, out, 1, &n));
    EXPECT(1, n);
    EXPECT(1, out[0].userdata);
    EXPECT(0, out[0].error);
    EXPECT(0, out[0].type);
    in[0].u.clock.timeout = UINT64_MAX;
    EXPECT(OK, w_poll_oneoff(in, out, 3, &n));
    EXPECT(2, n);
    EXPECT(2, out[0].userdata);
    EXPECT(BADF_, out[1].error);
    EXPECT(INVAL_, w_poll_oneoff(in, out, 0, &n));
    EXPECT(FAULT_, w_poll_oneoff(in, out, 0x1000, &n) == FAULT_ ? FAULT_ : 0);
}

static void process_and_sockets(void) {
    u32 n = 0;
    uint16_t flags = 0;
    struct iovec_t iov = {&n, 4};
    EXPECT(OK, w_sched_yield());
    EXPECT(OK, w_proc_raise(0));
    EXPECT(NOTSUP_, w_proc_raise(6));
    EXPECT(NOTSOCK_, w_sock_accept(0, 0, &n));
    EXPECT(NOTSOCK_, w_sock_recv(1, &iov, 1, 0, &n, &flags));
    EXPECT(NOTSOCK_, w_sock_send(3, &iov, 1, 0, &n));
    EXPECT(BADF_, w_sock_shutdown(99, 0));
}

static void through_the_c_library(void) {
    struct stat stat_buffer;
    char line[32] = {0};
    FILE *file = fopen("/data/c.txt", "w+");
    EXPECT(1, file != NULL);
    EXPECT(3, fprintf(file, "%d\n", 42));
    rewind(file);
    EXPECT(1, fgets(line, sizeof line, file) != NULL);
    EXPECT(42, atoi(line));
    fclose(file);
    file = fopen("/data/c.txt", "a");
    fputs("more\n", file);
    fclose(file);
    EXPECT(0, stat("/data/c.txt", &stat_buffer));
    EXPECT(8, stat_buffer.st_size);
    EXPECT(1, S_ISREG(stat_buffer.st_mode));
    EXPECT(0, truncate("/data/c.txt", 2));
    EXPECT(0, rename("/data/c.txt", "/data/d.txt"));
    EXPECT(0, unlink("/data/d.txt"));
    EXPECT(-1, unlink("/data/d.txt"));
    EXPECT(ENOENT, errno);
    EXPECT(-1, mkdir("/elsewhere", 0777));
    EXPECT(0, isatty(1));
}

int main(int argc, char **argv) {
    args_and_environment(argc, argv);
    clocks_and_random();
    preopens();
    files();
    paths();
    chdir("/data");
    listing();
    read_only();
    polling();
    process_and_sockets();
    through_the_c_library();
    printf("%d failures\n", failures);
    fflush(stdout);
    w_proc_exit(failures);
}
