/* Memory that runs out at every moment of a program's life. Each program runs
 * once for each of its requests for memory, which fails alone, or with all
 * that follow; then memory is back, and
 *   - what the program came to is a MemoryError, or what it comes to anyway,
 *   - what it printed is the beginning of what it prints,
 *   - variables that it did not touch have their values,
 *   - it can be run again, and prints what it prints,
 *   - when the state is closed, every byte is back.
 * A worker thread runs part of the program, so that the n-th request is not
 * the same each time: that is why the two threads' requests are counted by
 * one atomic number, and why no request is said to be this or that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "arr.h"

#if defined __has_feature
#if __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED
#endif

enum {
#ifdef SANITIZED
    MOST_POINTS = 60, /* requests of one program that fail; of more, some are left out */
#else
    MOST_POINTS = 400,
#endif
    OUTPUT = 1 << 16
};

/* --- a host ------------------------------------------------------------------ */

typedef struct Host {
    ArrState *state;
    atomic_llong live;     /* bytes handed out */
    atomic_llong requests; /* for memory so far */
    atomic_llong first, last; /* those from first to last fail */
    size_t length;
    char output[OUTPUT];
} Host;

/* A program, and how it ends when nothing fails. */
typedef struct Program {
    const char *name, *text;
    bool tiny; /* all of it goes through the worker, in tiles of one element */
    ArrStatus status;
    char error[512];
    char output[OUTPUT];
    long long requests;
} Program;

static void *host_realloc(void *user, void *p, size_t old_size, size_t new_size) {
    Host *host = user;
    if (new_size == 0) {
        host->live -= (long long)old_size;
        free(p);
        return NULL;
    }
    long long number = ++host->requests;
    if (number >= host->first && number <= host->last) return NULL;
    void *q = realloc(p, new_size);
    if (q) host->live += (long long)new_size - (long long)old_size;
    return q;
}

static void host_write(void *user, const char *text, size_t length) {
    Host *host = user;
    assert_true(host->length + length < OUTPUT);
    memcpy(host->output + host->length, text, length);
    host->length += length;
    host->output[host->length] = 0;
}

static void clear_output(Host *host) {
    host->output[host->length = 0] = 0;
}

static ArrStatus eval(Host *host, const char *name, const char *text) {
    return arr_eval(host->state, name, text, strlen(text));
}

/* --- what the programs do not touch ------------------------------------------- */

static const char *const before = "keep = arange(12.0).reshape(3, 4)\n"
                                  "look = keep[1:, ::-2]\n"
                                  "mixed = ['text', 10 ** 30, [keep[0, 1], None]]\n"
                                  "def scaled(x, by=3):\n"
                                  "    return x * by + keep[2, 3]\n"
                                  "print(keep, look, mixed)\n";
static const char *const show = "print(keep, look, mixed, scaled(look))\n";
static const char *const shown =
    "[[ 0.  1.  2.  3.]\n [ 4.  5.  6.  7.]\n [ 8.  9. 10. 11.]] [[ 7.  5.]\n [11.  9.]] "
    "['text', 1000000000000000000000000000000, [np.float64(1.0), None]] [[32. 26.]\n [44. 38.]]\n";

static void open_host(Host *host, bool tiny) {
    memset(host, 0, sizeof *host);
    ArrConfig config = {.size = sizeof config,
                        .realloc_fn = host_realloc,
                        .realloc_user = host,
                        .write_fn = host_write,
                        .write_user = host,
                        .limits_tiny = tiny,
                        .threads = 1};
    assert_int_equal(arr_open(&config, &host->state), ARR_OK);
    assert_int_equal(eval(host, "before", before), ARR_OK);
    clear_output(host);
}

static void close_host(Host *host) {
    arr_close(host->state);
    assert_int_equal(host->live, 0);
}

/* --- one failure ---------------------------------------------------------------- */

static void is_memory_error(Host *host, ArrStatus status) {
    assert_int_equal(status, ARR_MEMORY);
    assert_string_equal(arr_error_class(host->state), "MemoryError");
    assert_non_null(strstr(arr_error_text(host->state), "MemoryError"));
}

static void ends_as_always(Host *host, const Program *program, ArrStatus status) {
    assert_int_equal(status, program->status);
    assert_string_equal(arr_error_text(host->state), program->error);
    assert_string_equal(host->output, program->output);
}

/* Work of the program that failed in the background is told by the next one
 * who waits for work: once, and with the place that it comes from. */
static void hear_the_rest(Host *host, const Program *program) {
    ArrStatus status = eval(host, "rest", "print(zeros(1))");
    if (!status) return;
    is_memory_error(host, status);
    assert_memory_equal(arr_error_text(host->state), program->name, strlen(program->name));
}

static void fail_at(Host *host, const Program *program, long long n, bool on) {
    open_host(host, program->tiny);
    host->last = on ? INT64_MAX : host->requests + n;
    host->first = host->requests + n;
    ArrStatus status = eval(host, program->name, program->text);
    host->first = 0;
    host->last = -1;
    if (status == program->status && status != ARR_MEMORY)
        ends_as_always(host, program, status);
    else
        is_memory_error(host, status);
    assert_memory_equal(host->output, program->output, host->length);
    hear_the_rest(host, program);
    clear_output(host);
    assert_int_equal(eval(host, "after", show), ARR_OK);
    assert_string_equal(host->output, shown);
    clear_output(host);
    ends_as_always(host, program, eval(host, program->name, program->text));
    close_host(host);
}

/* --- all of them ------------------------------------------------------------------ */

/* How the program ends when nothing fails. */
static void learn(Host *host, Program *program) {
    open_host(host, program->tiny);
    host->last = -1;
    long long requests = host->requests;
    program->status = eval(host, program->name, program->text);
    program->requests = host->requests - requests;
    snprintf(program->error, sizeof program->error, "%s", arr_error_text(host->state));
    memcpy(program->output, host->output, host->length + 1);
    clear_output(host);
    assert_int_equal(eval(host, "after", show), ARR_OK);
    assert_string_equal(host->output, shown);
    close_host(host);
}

static void fail_everywhere(const char *name, const char *text, bool tiny) {
    static Host host;
    static Program program;
    program = (Program){.name = name, .text = text, .tiny = tiny};
    learn(&host, &program);
    long long step = 1 + program.requests / MOST_POINTS;
    for (long long n = 1; n <= program.requests + 1; n += step) {
        fail_at(&host, &program, n, false);
        fail_at(&host, &program, n + step / 2, true);
    }
}

static void run_file(const char *name, bool tiny) {
    static char text[OUTPUT];
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.arr", FAULTS_DIR, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    fail_everywhere(name, text, tiny);
}

#define PROGRAMS(X)                                                                                \
    X(elementwise)                                                                                 \
    X(views) X(reductions) X(functions) X(printing) X(selecting) X(control) X(linear)
#define TESTS(name)                                                                                \
    static void test_##name(void **unused) {                                                       \
        (void)unused;                                                                              \
        run_file(#name, false);                                                                    \
    }                                                                                              \
    static void test_##name##_tiny(void **unused) {                                                \
        (void)unused;                                                                              \
        run_file(#name, true);                                                                     \
    }
PROGRAMS(TESTS)
#undef TESTS

static const char *const errors[] = {
    "x = zeros((2, 3)) + zeros(4)\n",
    "def f(n):\n    return [1, 2][n]\nfor k in range(4):\n    f(k)\n",
    "a = arange(3.0)\na[1:] += a[:2]\nprint(a)\nprint(a.reshape(2, 2))\n",
    "print('begun')\nx = nowhere + 1\n",
    "x = (1 +\ny = 2\n",
    "raise_ = 'text'\nprint(int(raise_))\n",
};

static void test_errors(void **unused) {
    (void)unused;
    for (size_t i = 0; i < 2 * sizeof errors / sizeof *errors; i++)
        fail_everywhere("errors", errors[i / 2], i % 2);
}

/* --- no thread ---------------------------------------------------------------------- */

static bool threads_fail;
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument) {
    if (threads_fail) return EAGAIN;
    return __real_pthread_create(thread, attributes, start, argument);
}

/* Without a worker the host's thread does the work. */
static void test_no_thread(void **unused) {
    (void)unused;
    static Host host;
    threads_fail = true;
    for (int tiny = 0; tiny < 2; tiny++) {
        open_host(&host, tiny);
        assert_int_equal(eval(&host, "work", "a = ones(100000)\nfor k in range(50):\n"
                                             "    a = a + k\n"
                                             "print(a[::50000])\nb = a * 2\n"),
                         ARR_OK);
        assert_string_equal(host.output, "[1226. 1226.]\n");
        close_host(&host);
    }
    threads_fail = false;
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_##name), cmocka_unit_test(test_##name##_tiny),
        PROGRAMS(TEST)
#undef TEST
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_no_thread),
    };
    if (argc > 1) cmocka_set_test_filter(argv[1]); /* "test_views*" */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
