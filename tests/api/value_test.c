/* The C API: values in and out, calls, errors in pieces, several states. */
#include "host.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* --- values out ------------------------------------------------------------------ */

static void test_numbers(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "a = arange(6.0)\ni = 7\nz = 1 + 2j\nt = True\n"), ARR_OK);
    double x, y;
    int64_t n;
    bool b;
    assert_int_equal(arr_float_get(host.state, "a.sum() / 2", &x), ARR_OK);
    assert_float_equal(x, 7.5, 0);
    assert_int_equal(arr_float_get(host.state, "i", &x), ARR_OK);
    assert_float_equal(x, 7, 0);
    assert_int_equal(arr_float_get(host.state, "a[2:3]", &x), ARR_OK);
    assert_float_equal(x, 2, 0);
    assert_int_equal(arr_int_get(host.state, "i", &n), ARR_OK);
    assert_int_equal(n, 7);
    assert_int_equal(arr_int_get(host.state, "arange(5).sum()", &n), ARR_OK);
    assert_int_equal(n, 10);
    assert_int_equal(arr_int_get(host.state, "t", &n), ARR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(arr_bool_get(host.state, "a[1] > 3", &b), ARR_OK);
    assert_false(b);
    assert_int_equal(arr_bool_get(host.state, "'text'", &b), ARR_OK);
    assert_true(b);
    assert_int_equal(arr_complex_get(host.state, "z", &x, &y), ARR_OK);
    assert_true(x == 1 && y == 2);
    assert_int_equal(arr_complex_get(host.state, "a[3] * 1j", &x, &y), ARR_OK);
    assert_true(x == 0 && y == 3);
    assert_int_equal(arr_complex_get(host.state, "2.5", &x, &y), ARR_OK);
    assert_true(x == 2.5 && y == 0);
    close_and_count(&host);
}

static void test_wrong_numbers(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double x = 42, y = 42;
    int64_t n = 42;
    bool b;
    assert_int_equal(arr_int_get(host.state, "1.5", &n), ARR_ERROR);
    assert_error(&host, "TypeError", "'float' object cannot be interpreted as an integer");
    assert_int_equal(arr_int_get(host.state, "2 ** 63", &n), ARR_ERROR);
    assert_error(&host, "OverflowError", "Python int too large to convert to int64");
    assert_int_equal(arr_int_get(host.state, "arange(3)", &n), ARR_ERROR);
    assert_int_equal(arr_float_get(host.state, "'1.5'", &x), ARR_ERROR);
    assert_error(&host, "TypeError", "must be real number, not str");
    assert_int_equal(arr_float_get(host.state, "1j", &x), ARR_ERROR);
    assert_int_equal(arr_complex_get(host.state, "[]", &x, &y), ARR_ERROR);
    assert_int_equal(arr_bool_get(host.state, "arange(3)", &b), ARR_ERROR);
    assert_error(&host, "ValueError",
                 "The truth value of an array with more than one element is ambiguous. "
                 "Use a.any() or a.all()");
    assert_true(n == 42 && x == 42 && y == 42);
    close_and_count(&host);
}

static void test_expressions(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double x;
    assert_int_equal(arr_float_get(host.state, "nowhere", &x), ARR_ERROR);
    assert_error(&host, "NameError", "name 'nowhere' is not defined");
    assert_int_equal(arr_float_get(host.state, "x = 1", &x), ARR_SYNTAX);
    assert_error(&host, "SyntaxError", "expected one expression");
    assert_int_equal(arr_float_get(host.state, "1; 2", &x), ARR_SYNTAX);
    assert_int_equal(arr_float_get(host.state, "", &x), ARR_SYNTAX);
    assert_int_equal(arr_float_get(host.state, "(1,", &x), ARR_INCOMPLETE);
    assert_int_equal(arr_float_get(host.state, "1 /", &x), ARR_SYNTAX);
    assert_int_equal(arr_float_get(host.state, "pi", &x), ARR_OK);
    assert_float_equal(x, M_PI, 0);
    arr_interrupt(host.state);
    assert_int_equal(arr_float_get(host.state, "pi", &x), ARR_INTERRUPTED);
    assert_int_equal(arr_float_get(host.state, "pi", &x), ARR_OK);
    close_and_count(&host);
}

static void test_strings(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    char text[8];
    size_t length;
    assert_int_equal(arr_string_set(host.state, "s", "abc", 3), ARR_OK);
    assert_int_equal(arr_string_get(host.state, "s + 'd'", text, sizeof text, &length), ARR_OK);
    assert_string_equal(text, "abcd");
    assert_int_equal(length, 4);
    assert_int_equal(arr_string_get(host.state, "s + '4567890'", text, sizeof text, &length),
                     ARR_OK);
    assert_string_equal(text, "abc4567");
    assert_int_equal(length, 10);
    assert_int_equal(arr_string_get(host.state, "s", NULL, 0, &length), ARR_OK);
    assert_int_equal(length, 3);
    assert_int_equal(arr_string_get(host.state, "s", text, sizeof text, NULL), ARR_OK);
    assert_int_equal(arr_string_get(host.state, "str(arange(3))", text, sizeof text, &length),
                     ARR_OK);
    assert_string_equal(text, "[0 1 2]");
    assert_int_equal(arr_string_get(host.state, "3", text, sizeof text, &length), ARR_ERROR);
    assert_error(&host, "TypeError", "expected a string, not 'int'");
    assert_int_equal(arr_string_set(host.state, "s", "a\0b", 3), ARR_OK);
    assert_int_equal(arr_string_get(host.state, "s", text, sizeof text, &length), ARR_OK);
    assert_memory_equal(text, "a\0b", 4);
    assert_int_equal(arr_string_set(host.state, "s", "\xff", 1), ARR_ERROR);
    assert_int_equal(arr_string_set(host.state, "s", NULL, 0), ARR_OK);
    assert_int_equal(eval(&host, "print(repr(s))"), ARR_OK);
    assert_string_equal(host.output, "''\n");
    close_and_count(&host);
}

static void test_info(void **unused) {
    (void)unused;
    static const struct {
        const char *text;
        ArrKind kind;
    } kinds[] = {
        {"None", ARR_KIND_NONE},         {"1 < 2", ARR_KIND_BOOL},    {"10 ** 30", ARR_KIND_INT},
        {"1.5", ARR_KIND_FLOAT},         {"1j", ARR_KIND_COMPLEX},    {"'a'", ARR_KIND_STRING},
        {"ones(2)[0]", ARR_KIND_SCALAR}, {"ones(2)", ARR_KIND_ARRAY}, {"[1]", ARR_KIND_OTHER},
        {"sin", ARR_KIND_OTHER},
    };
    Host host;
    open_or_die(&host);
    ArrInfo info;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        assert_int_equal(arr_value_info(host.state, kinds[i].text, &info), ARR_OK);
        assert_int_equal(info.kind, kinds[i].kind);
    }
    assert_int_equal(arr_value_info(host.state, "zeros((2, 3, 4), dtype=complex64).T", &info),
                     ARR_OK);
    assert_true(info.kind == ARR_KIND_ARRAY && info.dtype == ARR_COMPLEX64 && info.ndim == 3);
    assert_true(info.shape[0] == 4 && info.shape[1] == 3 && info.shape[2] == 2);
    assert_true(info.size == 24 && info.nbytes == 192);
    assert_int_equal(arr_value_info(host.state, "zeros((5, 0))", &info), ARR_OK);
    assert_true(info.size == 0 && info.nbytes == 0 && info.shape[0] == 5);
    assert_int_equal(arr_value_info(host.state, "ones(3).sum()", &info), ARR_OK);
    assert_true(info.kind == ARR_KIND_SCALAR && info.ndim == 0 && info.size == 1);
    assert_non_null(strstr(arr_stats_text(host.state), "\npulls 0\n"));
    close_and_count(&host);
}

/* --- values in ------------------------------------------------------------------- */

static void test_set(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(arr_bool_set(host.state, "b", true), ARR_OK);
    assert_int_equal(arr_int_set(host.state, "i", INT64_MIN), ARR_OK);
    assert_int_equal(arr_float_set(host.state, "f", 0.1), ARR_OK);
    assert_int_equal(arr_complex_set(host.state, "z", 0, -1), ARR_OK);
    assert_int_equal(arr_string_set(host.state, "s", "hello", 5), ARR_OK);
    assert_int_equal(eval(&host, "print(b, i, f, z, s)"), ARR_OK);
    assert_string_equal(host.output, "True -9223372036854775808 0.1 -1j hello\n");
    assert_int_equal(arr_int_set(host.state, "s", 1), ARR_OK);
    assert_int_equal(arr_value_delete(host.state, "s"), ARR_OK);
    assert_int_equal(arr_value_delete(host.state, "never_set"), ARR_OK);
    assert_int_equal(eval(&host, "s"), ARR_ERROR);
    assert_string_equal(arr_error_class(host.state), "NameError");
    close_and_count(&host);
}

static void test_names(void **unused) {
    (void)unused;
    static const char *const wrong[] = {"",   "x y", "1x",  "for",  "None", "a.b",
                                        " a", "a ",  "a\n", "\xff", "a#"};
    Host host;
    open_or_die(&host);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(arr_int_set(host.state, wrong[i], 1), ARR_MISUSE);
        assert_non_null(strstr(arr_error_text(host.state), "is no variable's name"));
    }
    assert_int_equal(arr_int_set(host.state, NULL, 1), ARR_MISUSE);
    assert_int_equal(arr_int_set(host.state, "sum", 5), ARR_OK); /* hides numpy's */
    assert_int_equal(eval(&host, "print(sum)"), ARR_OK);
    assert_int_equal(arr_value_delete(host.state, "sum"), ARR_OK);
    assert_int_equal(eval(&host, "print(sum([1, 2]))"), ARR_OK);
    assert_string_equal(host.output, "5\n3\n");
    close_and_count(&host);
}

/* --- calls ------------------------------------------------------------------------- */

static void test_call(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "def area(r, unit=1):\n    return 3 * r * r * unit\n"), ARR_OK);
    assert_int_equal(arr_float_set(host.state, "r", 2), ARR_OK);
    const char *arguments[] = {"r", "10", "3"};
    int64_t n;
    double x;
    assert_int_equal(arr_call(host.state, "area", 1, arguments, "result"), ARR_OK);
    assert_int_equal(arr_float_get(host.state, "result", &x), ARR_OK);
    assert_float_equal(x, 12, 0);
    assert_int_equal(arr_call(host.state, "area", 2, arguments, "result"), ARR_OK);
    assert_int_equal(arr_float_get(host.state, "result", &x), ARR_OK);
    assert_float_equal(x, 120, 0);
    assert_int_equal(arr_call(host.state, "arange(5).sum", 0, NULL, "n"), ARR_OK);
    assert_int_equal(arr_int_get(host.state, "n", &n), ARR_OK);
    assert_int_equal(n, 10);
    assert_int_equal(arr_call(host.state, "print", 2, arguments, NULL), ARR_OK);
    assert_string_equal(host.output, "2.0 10\n");
    close_and_count(&host);
}

static void test_call_fails(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    assert_int_equal(eval(&host, "def bad(x):\n    return x // 0\n"), ARR_OK);
    const char *arguments[] = {"1", "2", NULL};
    assert_int_equal(arr_call(host.state, "bad", 1, arguments, "y"), ARR_ERROR);
    assert_error(&host, "ZeroDivisionError", "integer division or modulo by zero");
    assert_int_equal(arr_call(host.state, "bad", 2, arguments, "y"), ARR_ERROR);
    assert_string_equal(arr_error_class(host.state), "TypeError");
    assert_int_equal(arr_call(host.state, "3", 0, NULL, "y"), ARR_ERROR);
    assert_error(&host, "TypeError", "'int' object is not callable");
    assert_int_equal(arr_call(host.state, "abs", 3, arguments, "y"), ARR_MISUSE);
    assert_int_equal(arr_call(host.state, "abs", -1, arguments, "y"), ARR_MISUSE);
    assert_int_equal(arr_call(host.state, "abs", 1, NULL, "y"), ARR_MISUSE);
    assert_int_equal(arr_call(host.state, NULL, 1, arguments, "y"), ARR_MISUSE);
    assert_int_equal(arr_call(host.state, "abs", 1, arguments, "not a name"), ARR_MISUSE);
    assert_int_equal(eval(&host, "y"), ARR_ERROR);
    close_and_count(&host);
}

/* --- errors ------------------------------------------------------------------------ */

static void test_error_info(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    ArrErrorInfo info;
    arr_error_info(host.state, &info);
    assert_string_equal(info.class_name, "");
    assert_true(info.line == 0 && info.column == 0);
    assert_int_equal(eval(&host, "length = 1\nx = 1 + lenght\n"), ARR_ERROR);
    arr_error_info(host.state, &info);
    assert_string_equal(info.class_name, "NameError");
    assert_string_equal(info.message, "name 'lenght' is not defined");
    assert_string_equal(info.hint, "did you mean 'length'?");
    assert_string_equal(info.file, "test.arr");
    assert_true(info.line == 2 && info.column == 9);
    int64_t n;
    assert_int_equal(arr_int_get(host.state, "1 // 0", &n), ARR_ERROR);
    arr_error_info(host.state, &info);
    assert_string_equal(info.file, "<host>");
    assert_int_equal(arr_int_get(host.state, NULL, &n), ARR_MISUSE);
    assert_string_equal(arr_error_text(host.state), "RuntimeError: the expression is NULL\n");
    arr_error_info(host.state, &info);
    assert_string_equal(info.file, "");
    assert_int_equal(arr_int_set(host.state, "n", 1), ARR_OK);
    arr_error_info(host.state, &info);
    assert_string_equal(info.class_name, "");
    arr_error_info(NULL, &info);
    assert_string_equal(info.message, "");
    arr_error_info(host.state, NULL);
    close_and_count(&host);
}

/* --- misuse ------------------------------------------------------------------------- */

static void test_null(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double x;
    int64_t n;
    bool b;
    assert_int_equal(arr_float_get(NULL, "1", &x), ARR_MISUSE);
    assert_int_equal(arr_float_set(NULL, "x", 1), ARR_MISUSE);
    assert_int_equal(arr_string_set(NULL, "x", "", 0), ARR_MISUSE);
    assert_int_equal(arr_complex_set(NULL, "x", 1, 1), ARR_MISUSE);
    assert_int_equal(arr_value_delete(NULL, "x"), ARR_MISUSE);
    assert_int_equal(arr_value_info(NULL, "x", NULL), ARR_MISUSE);
    assert_int_equal(arr_call(NULL, "x", 0, NULL, NULL), ARR_MISUSE);
    assert_int_equal(arr_float_get(host.state, "1", NULL), ARR_MISUSE);
    assert_int_equal(arr_int_get(host.state, "1", NULL), ARR_MISUSE);
    assert_int_equal(arr_bool_get(host.state, "1", NULL), ARR_MISUSE);
    assert_int_equal(arr_complex_get(host.state, "1", &x, NULL), ARR_MISUSE);
    assert_int_equal(arr_string_get(host.state, "1", NULL, 3, NULL), ARR_MISUSE);
    assert_int_equal(arr_string_set(host.state, "s", NULL, 3), ARR_MISUSE);
    assert_int_equal(arr_value_info(host.state, "1", NULL), ARR_MISUSE);
    assert_int_equal(arr_int_get(host.state, NULL, &n), ARR_MISUSE);
    assert_int_equal(arr_bool_get(host.state, NULL, &b), ARR_MISUSE);
    close_and_count(&host);
}

/* Everything but arr_interrupt() is refused inside a call. */
static void write_and_call(void *user, const char *text, size_t length) {
    Host *host = user;
    double x;
    host_write(user, text, length);
    host->nested = arr_float_get(host->state, "1", &x);
    if (host->nested == ARR_MISUSE) host->nested = arr_float_set(host->state, "x", 1);
    if (host->nested == ARR_MISUSE) host->nested = arr_call(host->state, "print", 0, NULL, NULL);
    if (host->nested == ARR_MISUSE) host->nested = arr_value_delete(host->state, "x");
    arr_close(host->state);
}

static void test_nested(void **unused) {
    (void)unused;
    Host host = {0};
    assert_int_equal(host_open(&host, write_and_call), ARR_OK);
    assert_int_equal(eval(&host, "x = 2\nprint('a')\ny = x"), ARR_OK);
    assert_int_equal(host.nested, ARR_MISUSE);
    int64_t n;
    assert_int_equal(arr_int_get(host.state, "y", &n), ARR_OK);
    assert_int_equal(n, 2);
    close_and_count(&host);
}

/* --- several states ------------------------------------------------------------------ */

static void test_open_close_1000(void **unused) {
    (void)unused;
    for (int i = 0; i < 1000; i++) {
        Host host;
        open_or_die(&host);
        if (i % 50 == 0) assert_int_equal(eval(&host, "a = arange(10) * 2"), ARR_OK);
        close_and_count(&host);
    }
}

static void test_states_share_nothing(void **unused) {
    (void)unused;
    Host a, b;
    int64_t n;
    open_or_die(&a);
    open_or_die(&b);
    assert_int_equal(arr_int_set(a.state, "x", 1), ARR_OK);
    assert_int_equal(arr_int_get(b.state, "x", &n), ARR_ERROR);
    arr_interrupt(a.state);
    assert_int_equal(eval(&b, "x = 2"), ARR_OK);
    assert_int_equal(eval(&a, "x = 3"), ARR_INTERRUPTED);
    close_and_count(&a);
    assert_int_equal(arr_int_get(b.state, "x", &n), ARR_OK);
    assert_int_equal(n, 2);
    close_and_count(&b);
}

/* A state of the thread's own; NULL: all went well. */
static void *work_alone(void *user) {
    static const char program[] = "a = linspace(0, 1, 50000)\n"
                                  "for i in range(20):\n"
                                  "    a = sqrt(a * a + i)\n";
    for (int round = 0; round < 5; round++) {
        ArrState *state;
        double x = 0;
        if (arr_open(NULL, &state) != ARR_OK) return "open";
        if (arr_eval(state, "t", program, sizeof program - 1) != ARR_OK) return "eval";
        if (arr_float_get(state, "a[0]", &x) != ARR_OK) return "get";
        arr_close(state);
        *(double *)user = x;
    }
    return NULL;
}

static void test_threads(void **unused) {
    (void)unused;
    enum { THREADS = 2 };
    pthread_t threads[THREADS];
    double values[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work_alone, &values[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        void *complaint;
        pthread_join(threads[i], &complaint);
        assert_null(complaint);
        assert_float_equal(values[i], sqrt(190), 1e-12);
    }
}

/* A host's loop runs the same texts again and again: memory does not grow. */
static void test_repetition(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    int64_t after_ten = 0, n;
    assert_int_equal(arr_int_set(host.state, "i", 0), ARR_OK);
    for (int i = 1; i <= 100; i++) {
        assert_int_equal(eval(&host, "i += 1"), ARR_OK);
        assert_int_equal(arr_int_get(host.state, "i * 2", &n), ARR_OK);
        assert_int_equal(n, 2 * i);
        if (i == 10) after_ten = host.live;
    }
    assert_int_equal(host.live, after_ten);
    close_and_count(&host);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_wrong_numbers),
        cmocka_unit_test(test_expressions),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_info),
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_call),
        cmocka_unit_test(test_call_fails),
        cmocka_unit_test(test_error_info),
        cmocka_unit_test(test_null),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_open_close_1000),
        cmocka_unit_test(test_states_share_nothing),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_repetition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
