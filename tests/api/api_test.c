/* The C API as a host sees it: lifetimes, statuses, misuse, memory that runs
 * out at any moment, small stacks. */
#include "host.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- lifetimes and statuses ----------------------------------------------------- */

static void test_open_close(void **unused) {
    (void)unused;
    for (int i = 0; i < 20; i++) {
        Host host;
        open_or_die(&host);
        close_and_count(&host);
    }
    ArrState *state = NULL;
    assert_int_equal(arr_open(NULL, &state), ARR_OK);
    arr_close(state);
    arr_close(NULL);
}

static void test_open_refuses(void **unused) {
    (void)unused;
    ArrState *state = (ArrState *)&state;
    ArrConfig config = {.size = 3};
    assert_int_equal(arr_open(&config, &state), ARR_MISUSE);
    assert_null(state);
    assert_int_equal(arr_open(&config, NULL), ARR_MISUSE);
    config = (ArrConfig){.size = sizeof config, .device = "abacus"};
    assert_int_not_equal(arr_open(&config, &state), ARR_OK);
    assert_null(state);
}

static void test_close_with_pending_work(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "a = zeros(1000)\nfor i in range(100):\n    a = a + i\n"), ARR_OK);
    close_and_count(&host);
}

static void test_cycles_are_freed(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "def outer(n):\n"
                                 "    def inner(k):\n"
                                 "        return 1 if k == 0 else k * inner(k - 1)\n"
                                 "    return inner(n)\n"
                                 "print(outer(10))\n"
                                 "l = [1, 2]\n"
                                 "l[0] = l\n"),
                     ARR_OK);
    assert_string_equal(host.output, "3628800\n");
    close_and_count(&host);
}

static void test_eval_keeps_variables(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "def f(x, y=2):\n    return x * y\n"), ARR_OK);
    assert_int_equal(eval(&host, "a = f(21)"), ARR_OK);
    assert_int_equal(eval(&host, "print(a, f(1, y=5))"), ARR_OK);
    assert_string_equal(host.output, "42 5\n");
    close_and_count(&host);
}

static void test_echo(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    const char *texts[] = {"1 + 1", "'a'", "None", "x = 3", "x\nx * 2"};
    for (int i = 0; i < 5; i++)
        assert_int_equal(arr_eval_echo(host.state, "e", texts[i], strlen(texts[i])), ARR_OK);
    assert_string_equal(host.output, "2\n'a'\n6\n");
    close_and_count(&host);
}

static void test_errors(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_string_equal(arr_error_text(host.state), "");
    assert_int_equal(eval(&host, "a = 1\n\tb = 2"), ARR_SYNTAX);
    assert_int_equal(eval(&host, "def f():\n    return 1 // 0\nx = 1\nx + f()\n"), ARR_ERROR);
    assert_string_equal(arr_error_class(host.state), "ZeroDivisionError");
    assert_string_equal(arr_error_text(host.state),
                        "test.arr:2:12: ZeroDivisionError: integer division or modulo by zero\n"
                        "        return 1 // 0\n"
                        "               ^^^^^^\n"
                        "  called from test.arr:4:5: x + f()\n");
    assert_int_equal(eval(&host, "print(x)"), ARR_OK);
    assert_string_equal(host.output, "1\n");
    assert_string_equal(arr_error_text(host.state), "");
    close_and_count(&host);
}

static void test_error_text_is_harmless(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    const char *text = "x = '\xc2\x9b' + nowhere_near # \xe2\x80\xae\n";
    assert_int_equal(arr_eval(host.state, "\033[31m.arr", text, strlen(text)), ARR_ERROR);
    assert_string_equal(arr_error_text(host.state),
                        "\\x1b[31m.arr:1:11: NameError: name 'nowhere_near' is not defined\n"
                        "    x = '\\x9b' + nowhere_near # \\u202e\n"
                        "                 ^^^^^^^^^^^^\n");
    close_and_count(&host);
}

static void test_check(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(arr_check(host.state, "c", "x = 1", 5), ARR_OK);
    assert_int_equal(arr_check(host.state, "c", "x = (1,", 7), ARR_INCOMPLETE);
    assert_int_equal(arr_check(host.state, "c", "x = )", 5), ARR_SYNTAX);
    assert_int_equal(eval(&host, "x"), ARR_ERROR);
    close_and_count(&host);
}

static void test_exit(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "import sys\nsys.exit(7)\n"), ARR_EXIT);
    assert_int_equal(arr_exit_code(host.state), 7);
    close_and_count(&host);
}

static void test_interrupt(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    arr_interrupt(host.state);
    assert_int_equal(eval(&host, "while True: pass\n"), ARR_INTERRUPTED);
    assert_string_equal(arr_error_class(host.state), "KeyboardInterrupt");
    assert_int_equal(eval(&host, "x = 1"), ARR_OK);
    close_and_count(&host);
}

static void *interrupt_soon(void *state) {
    struct timespec pause = {.tv_nsec = 20000000};
    nanosleep(&pause, NULL);
    arr_interrupt(state);
    return NULL;
}

static void test_interrupt_from_another_thread(void **unused) {
    (void)unused;
    const char *loops[] = {"while True: pass\n", "def f(n):\n    return n\nwhile True: f(1)\n",
                           "a = zeros(3)\nwhile True: a += 1\n"};
    Host host;
    open_or_die(&host);
    for (int i = 0; i < 3; i++) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, host.state), 0);
        assert_int_equal(eval(&host, loops[i]), ARR_INTERRUPTED);
        pthread_join(thread, NULL);
    }
    assert_int_equal(eval(&host, "print(1)"), ARR_OK);
    close_and_count(&host);
}

static void test_names(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "import numpy as np\ndef area(r, unit=1):\n    'Of a circle.'\n"
                                 "    return r * r * unit\n"),
                     ARR_OK);
    assert_string_equal(arr_complete(host.state, "are", 0), "area");
    assert_null(arr_complete(host.state, "are", 1));
    assert_string_equal(arr_complete(host.state, "np.linspac", 0), "np.linspace");
    assert_null(arr_complete(host.state, "nowhere.", 0));
    assert_string_equal(arr_help(host.state, "area"), "area(r, unit=1)\n\nOf a circle.\n");
    assert_non_null(strstr(arr_help(host.state, "np.linspace"), "linspace("));
    assert_null(arr_help(host.state, "nowhere"));
    close_and_count(&host);
}

/* A signature, an empty line, and what it does. */
static void check_docs(Host *host, const char *prefix, size_t least) {
    char name[128];
    size_t k = 0;
    for (const char *found; (found = arr_complete(host->state, prefix, k)); k++) {
        snprintf(name, sizeof name, "%s", found);
        const char *help = arr_help(host->state, name);
        const char *doc = help ? strstr(help, "\n\n") : NULL;
        if (!doc || strlen(doc) < 10) fail_msg("no doc of %s: %s", name, help ? help : "(nothing)");
    }
    assert_true(k >= least);
}

static void test_docs(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "import numpy as np\n"), ARR_OK);
    check_docs(&host, "np.", 200);
    check_docs(&host, "np.linalg.", 5);
    check_docs(&host, "np.random.", 5);
    assert_string_equal(arr_help(host.state, "np.fix"),
                        "fix(x, out=None)\n\nx rounded to the whole number towards 0.\n\n"
                        ">>> fix([2.7, -2.7])\narray([ 2., -2.])\n");
    assert_non_null(strstr(arr_stats_text(host.state), "\nlibrary_files 0\n"));
    close_and_count(&host);
}

/* --- misuse ---------------------------------------------------------------------- */

static void write_and_eval(void *user, const char *text, size_t length) {
    Host *host = user;
    host_write(user, text, length);
    host->nested = arr_eval(host->state, "nested", "y = 1", 5);
}

static void test_nested_eval(void **unused) {
    (void)unused;
    Host host = {0};
    assert_int_equal(host_open(&host, write_and_eval), ARR_OK);
    assert_int_equal(eval(&host, "print('x')\nz = 1"), ARR_OK);
    assert_int_equal(host.nested, ARR_MISUSE);
    host.nested = ARR_OK;
    assert_int_equal(eval(&host, "z"), ARR_OK);
    assert_int_equal(eval(&host, "y"), ARR_ERROR);
    close_and_count(&host);
}

static void test_null_arguments(void **unused) {
    (void)unused;
    assert_int_equal(arr_eval(NULL, "x", "1", 1), ARR_MISUSE);
    assert_int_equal(arr_check(NULL, "x", "1", 1), ARR_MISUSE);
    assert_int_equal(arr_flush(NULL), ARR_MISUSE);
    assert_string_equal(arr_error_text(NULL), "");
    assert_string_equal(arr_error_class(NULL), "");
    assert_null(arr_stats_text(NULL));
    assert_null(arr_complete(NULL, "", 0));
    assert_null(arr_help(NULL, "sum"));
    arr_interrupt(NULL);
    Host host;
    open_or_die(&host);
    assert_int_equal(arr_eval(host.state, NULL, NULL, 0), ARR_OK);
    assert_int_equal(arr_eval(host.state, NULL, NULL, 1), ARR_MISUSE);
    close_and_count(&host);
}

/* --- memory that runs out ---------------------------------------------------------- */

static const char *const memory_program = "import numpy as np\n"
                                          "def make(n, k=2):\n"
                                          "    def scale(x):\n"
                                          "        return x * k + n\n"
                                          "    return scale\n"
                                          "f = make(3)\n"
                                          "a = np.arange(10.0)\n"
                                          "b = f(a)[::2] + [1, 2, 3, 4, 5]\n"
                                          "b += 1\n"
                                          "c, (d, e) = 1, (2, 3)\n"
                                          "l = [10 ** 30, 'text' + 'more', 2j]\n"
                                          "m = np.nanmean(a)\n"
                                          "for i in range(3):\n"
                                          "    l[i] = b.sum()\n"
                                          "print(b, l, a.mean(), max(1, 2, 3, 4, 5, 6, 7, 8))\n";

static int64_t count_requests(void) {
    Host host;
    open_or_die(&host);
    int64_t before = host.requests;
    assert_int_equal(eval(&host, memory_program), ARR_OK);
    int64_t requests = host.requests - before;
    close_and_count(&host);
    return requests;
}

/* Memory fails at one request, or from it on; afterwards everything works. */
static void fail_at(int64_t n, bool on) {
    Host host;
    open_or_die(&host);
    host.fail_at = host.requests + n;
    host.fail_on = on;
    ArrStatus status = eval(&host, memory_program);
    if (status != ARR_OK) {
        assert_int_equal(status, ARR_MEMORY);
        assert_string_equal(arr_error_class(host.state), "MemoryError");
    }
    host.fail_at = 0;
    assert_non_null(
        strstr(status == ARR_OK ? "MemoryError" : arr_error_text(host.state), "MemoryError"));
    host.length = 0;
    assert_int_equal(eval(&host, "print((arange(3) + 1).sum())"), ARR_OK);
    assert_string_equal(host.output, "6\n");
    close_and_count(&host);
}

static void test_failing_eval(void **unused) {
    (void)unused;
    int64_t requests = count_requests();
    for (int64_t n = 1; n <= requests + 1; n++) {
        fail_at(n, false);
        fail_at(n, true);
    }
}

static void test_failing_open(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    int64_t requests = host.requests;
    close_and_count(&host);
    for (int64_t n = 1; n <= requests; n += 1 + n / 50) {
        host = (Host){.fail_at = n};
        assert_int_equal(host_open(&host, host_write), ARR_MEMORY);
        assert_null(host.state);
        assert_int_equal(host.live, 0);
    }
}

static void test_memory_limit(void **unused) {
    (void)unused;
    Host host = {0};
    ArrConfig config = {.size = sizeof config,
                        .realloc_fn = host_realloc,
                        .realloc_user = &host,
                        .memory_limit = 16 << 20};
    assert_int_equal(arr_open(&config, &host.state), ARR_OK);
    assert_int_equal(eval(&host, "a = ones(10**7)\nb = sort(a)\nprint(b)\n"), ARR_MEMORY);
    assert_int_equal(eval(&host, "a = b = None\nc = ones(1000)\nprint(c)\n"), ARR_OK);
    close_and_count(&host);
}

/* --- small stacks -------------------------------------------------------------------- */

/* count times left, then middle, then count times right. */
static ArrStatus eval_nested(Host *host, const char *left, const char *middle, const char *right,
                             int count) {
    char *text = malloc(64 + (size_t)count * (strlen(left) + strlen(right)));
    char *end = stpcpy(text, "x = 1\ny = ");
    for (int i = 0; i < count; i++) end = stpcpy(end, left);
    end = stpcpy(end, middle);
    for (int i = 0; i < count; i++) end = stpcpy(end, right);
    ArrStatus status = eval(host, text);
    free(text);
    return status;
}

/* What went wrong, or NULL. Deep text may be refused, but never crashes. */
static void *recurse(void *user) {
    static const char *const nested[][3] = {
        {"-(", "1", ")"}, {"[", "", "]"},      {"abs(", "1", ")"},        {"not ", "1", ""},
        {"-", "1", ""},   {"", "1", "+x"},     {"lambda: ", "1", ""},     {"1 if x else ", "1", ""},
        {"x<", "1", ""},  {"1 and ", "1", ""}, {"(lambda: ", "1", ")()"}, {"", "[]", "[0]"},
    };
    Host *host = user;
    if (eval(host, "def f(n):\n    return f(n + 1)\nf(0)\n") != ARR_ERROR) return "f(0)";
    if (strcmp(arr_error_class(host->state), "RecursionError") != 0) return "class";
    for (size_t i = 0; i < sizeof nested / sizeof *nested; i++) {
        for (int count = 10; count < 1000; count += 70) {
            ArrStatus status = eval_nested(host, nested[i][0], nested[i][1], nested[i][2], count);
            if (status == ARR_INCOMPLETE || status == ARR_MISUSE) return "nesting";
        }
    }
    if (eval(host, "print(sum([1, 2, 3]))") != ARR_OK) return "afterwards";
    return NULL;
}

static void test_small_stack(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    pthread_attr_t attributes;
    pthread_t thread;
    void *complaint;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    assert_int_equal(pthread_create(&thread, &attributes, recurse, &host), 0);
    pthread_join(thread, &complaint);
    pthread_attr_destroy(&attributes);
    assert_null(complaint);
    assert_null(recurse(&host)); /* and on this thread again */
    close_and_count(&host);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open_close),
        cmocka_unit_test(test_open_refuses),
        cmocka_unit_test(test_close_with_pending_work),
        cmocka_unit_test(test_cycles_are_freed),
        cmocka_unit_test(test_eval_keeps_variables),
        cmocka_unit_test(test_echo),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_error_text_is_harmless),
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_exit),
        cmocka_unit_test(test_interrupt),
        cmocka_unit_test(test_interrupt_from_another_thread),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_docs),
        cmocka_unit_test(test_nested_eval),
        cmocka_unit_test(test_null_arguments),
        cmocka_unit_test(test_failing_eval),
        cmocka_unit_test(test_failing_open),
        cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_small_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
