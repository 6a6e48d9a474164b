/* The C API: arrays copied in and out, and borrowed memory. */
#include "host.h"

#include <stdlib.h>
#include <string.h>

static const int64_t two_three[] = {2, 3};

static ArrMemory doubles(int ndim, const int64_t *shape, const int64_t *strides, double *data) {
    return (ArrMemory){ARR_FLOAT64, ndim, shape, strides, data};
}

static void assert_prints(Host *host, const char *expression, const char *text) {
    char printed[256];
    char wrapped[128] = "str(";
    strcat(strcat(wrapped, expression), ")");
    assert_int_equal(arr_string_get(host->state, wrapped, printed, sizeof printed, NULL), ARR_OK);
    assert_string_equal(printed, text);
}

/* --- copies ---------------------------------------------------------------------- */

static void test_copies(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double in[6] = {1, 2, 3, 4, 5, 6}, out[6];
    ArrMemory memory = doubles(2, two_three, NULL, in);
    assert_int_equal(arr_array_set_copy(host.state, "a", &memory), ARR_OK);
    in[0] = 100; /* the copy is its own */
    assert_prints(&host, "a", "[[1. 2. 3.]\n [4. 5. 6.]]");
    memory.data = out;
    assert_int_equal(arr_array_get_copy(host.state, "a * 2", &memory), ARR_OK);
    assert_true(out[0] == 2 && out[5] == 12);
    const int64_t three_two[] = {3, 2};
    memory.shape = three_two;
    assert_int_equal(arr_array_get_copy(host.state, "a.T", &memory), ARR_OK);
    assert_true(out[0] == 1 && out[1] == 4 && out[5] == 6);
    assert_int_equal(eval(&host, "a[0, 0] = 7"), ARR_OK); /* and may be written */
    close_and_count(&host);
}

static void test_strided_copies(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double in[6] = {1, 2, 3, 4, 5, 6};
    const int64_t fortran[] = {8, 16}, backwards[] = {-24, -8}, still[] = {0, 8};
    ArrMemory memory = doubles(2, two_three, fortran, in);
    assert_int_equal(arr_array_set_copy(host.state, "a", &memory), ARR_OK);
    assert_prints(&host, "a", "[[1. 3. 5.]\n [2. 4. 6.]]");
    memory = doubles(2, two_three, backwards, in + 5);
    assert_int_equal(arr_array_set_copy(host.state, "a", &memory), ARR_OK);
    assert_prints(&host, "a", "[[6. 5. 4.]\n [3. 2. 1.]]");
    memory = doubles(2, two_three, still, in);
    assert_int_equal(arr_array_set_copy(host.state, "a", &memory), ARR_OK);
    assert_prints(&host, "a", "[[1. 2. 3.]\n [1. 2. 3.]]");
    const int64_t far[] = {INT64_MAX, 8};
    memory.strides = far;
    assert_int_equal(arr_array_set_copy(host.state, "a", &memory), ARR_MISUSE);
    close_and_count(&host);
}

static void test_every_dtype(void **unused) {
    (void)unused;
    static const char *const names[] = {"bool",    "int8",      "int16",     "int32",  "int64",
                                        "uint8",   "uint16",    "uint32",    "uint64", "float32",
                                        "float64", "complex64", "complex128"};
    static const int64_t sizes[] = {1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 8, 16};
    Host host;
    open_or_die(&host);
    unsigned char in[64] = {0}, out[64];
    const int64_t three = 3;
    for (int d = 0; d < ARR_DTYPE_COUNT; d++) {
        char text[64] = "a = zeros(3, dtype='";
        for (int64_t i = 0; i < 3; i++) in[i * sizes[d]] = i != 1;
        memset(out, 0xAA, sizeof out);
        ArrMemory memory = {(ArrDtype)d, 1, &three, NULL, in};
        assert_int_equal(arr_array_set_copy(host.state, "x", &memory), ARR_OK);
        assert_int_equal(eval(&host, strcat(strcat(text, names[d]), "')\na[...] = x")), ARR_OK);
        memory.data = out;
        assert_int_equal(arr_array_get_copy(host.state, "a", &memory), ARR_OK);
        assert_memory_equal(in, out, (size_t)(3 * sizes[d]));
        assert_int_equal(out[3 * sizes[d]], 0xAA);
        memset(in, 0, sizeof in);
    }
    close_and_count(&host);
}

static void test_scalars_and_empties(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double x = 2.5;
    ArrMemory memory = doubles(0, NULL, NULL, &x);
    assert_int_equal(arr_array_set_copy(host.state, "a", &memory), ARR_OK);
    assert_int_equal(eval(&host, "a[...] = a * 2"), ARR_OK);
    assert_int_equal(arr_array_get_copy(host.state, "a", &memory), ARR_OK);
    assert_float_equal(x, 5, 0);
    assert_int_equal(arr_array_get_copy(host.state, "ones(3).sum()", &memory), ARR_OK);
    assert_float_equal(x, 3, 0);
    const int64_t empty[] = {3, 0}, huge_empty[] = {INT64_MAX, 0, 2};
    memory = doubles(2, empty, NULL, NULL);
    assert_int_equal(arr_array_set_copy(host.state, "a", &memory), ARR_OK);
    assert_int_equal(arr_array_get_copy(host.state, "a", &memory), ARR_OK);
    assert_prints(&host, "a.shape", "(3, 0)");
    assert_int_equal(arr_array_set_borrow(host.state, "a", &memory, true, host_release, &host),
                     ARR_OK);
    assert_int_equal(host.released, 1);
    memory = doubles(3, huge_empty, NULL, NULL);
    assert_int_equal(arr_array_set_copy(host.state, "a", &memory), ARR_ERROR);
    close_and_count(&host);
    assert_int_equal(host.released, 1);
}

static void test_mismatch(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double out[6] = {42};
    assert_int_equal(eval(&host, "a = arange(6.0).reshape(2, 3)"), ARR_OK);
    ArrMemory memory = doubles(2, two_three, NULL, out);
    memory.dtype = ARR_FLOAT32;
    assert_int_equal(arr_array_get_copy(host.state, "a", &memory), ARR_ERROR);
    assert_error(&host, "TypeError", "the array has dtype float64, the host's memory float32");
    memory = doubles(1, two_three, NULL, out);
    assert_int_equal(arr_array_get_copy(host.state, "a", &memory), ARR_ERROR);
    assert_error(&host, "ValueError", "the array has shape (2, 3), the host's memory (2,)");
    memory = doubles(2, two_three, NULL, out);
    assert_int_equal(arr_array_get_copy(host.state, "a.T", &memory), ARR_ERROR);
    assert_error(&host, "ValueError", "the array has shape (3, 2), the host's memory (2, 3)");
    assert_int_equal(arr_array_get_copy(host.state, "[1, 2]", &memory), ARR_ERROR);
    assert_error(&host, "TypeError", "'list' object is not an array");
    const int64_t strides[] = {24, 8};
    memory.strides = strides;
    assert_int_equal(arr_array_get_copy(host.state, "a", &memory), ARR_MISUSE);
    assert_true(out[0] == 42);
    close_and_count(&host);
}

typedef ArrStatus (*SetFn)(Host *host, const ArrMemory *memory);

static ArrStatus set_copy(Host *host, const ArrMemory *memory) {
    return arr_array_set_copy(host->state, "x", memory);
}

static ArrStatus set_borrow(Host *host, const ArrMemory *memory) {
    return arr_array_set_borrow(host->state, "x", memory, true, host_release, host);
}

static void check_refusals(Host *host, SetFn set) {
    double data[2] = {1, 2};
    const int64_t negative[] = {2, -1}, huge[] = {INT64_MAX / 4, 8}, many[ARR_MAX_NDIM + 1] = {1};
    ArrMemory memory = doubles(2, negative, NULL, data);
    assert_int_equal(set(host, &memory), ARR_ERROR);
    assert_error(host, "ValueError", "negative dimensions are not allowed");
    memory = doubles(2, huge, NULL, data);
    assert_int_equal(set(host, &memory), ARR_ERROR);
    assert_int_equal(set(host, NULL), ARR_MISUSE);
    memory = doubles(2, NULL, NULL, data);
    assert_int_equal(set(host, &memory), ARR_MISUSE);
    memory = doubles(-1, many, NULL, data);
    assert_int_equal(set(host, &memory), ARR_MISUSE);
    memory = doubles(ARR_MAX_NDIM + 1, many, NULL, data);
    assert_int_equal(set(host, &memory), ARR_MISUSE);
    memory = doubles(1, two_three, NULL, NULL);
    assert_int_equal(set(host, &memory), ARR_MISUSE);
    assert_string_equal(arr_error_text(host->state), "RuntimeError: data is NULL\n");
    memory = doubles(1, two_three, NULL, data);
    memory.dtype = ARR_DTYPE_COUNT;
    assert_int_equal(set(host, &memory), ARR_MISUSE);
    memory.dtype = (ArrDtype)-1;
    assert_int_equal(set(host, &memory), ARR_MISUSE);
}

static void test_refusals(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    check_refusals(&host, set_copy);
    check_refusals(&host, set_borrow);
    assert_int_equal(host.released, 0);
    assert_int_equal(arr_array_set_copy(NULL, "x", NULL), ARR_MISUSE);
    assert_int_equal(arr_array_get_copy(NULL, "x", NULL), ARR_MISUSE);
    assert_int_equal(arr_array_get_copy(host.state, "ones(2)", NULL), ARR_MISUSE);
    assert_int_equal(arr_array_set_borrow(NULL, "x", NULL, true, host_release, &host), ARR_MISUSE);
    double data[2];
    ArrMemory memory = doubles(1, two_three, NULL, data);
    assert_int_equal(arr_array_set_borrow(host.state, "x y", &memory, true, host_release, &host),
                     ARR_MISUSE);
    assert_int_equal(host.released, 0);
    close_and_count(&host);
}

/* --- borrowed memory -------------------------------------------------------------- */

static void borrow_or_die(Host *host, const char *name, ArrMemory memory, bool writable) {
    assert_int_equal(arr_array_set_borrow(host->state, name, &memory, writable, host_release, host),
                     ARR_OK);
}

/* Writes reach the host, and the host's reach the program, between any two calls. */
static void test_borrow(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[6] = {1, 2, 3, 4, 5, 6};
    borrow_or_die(&host, "x", doubles(2, two_three, NULL, data), true);
    assert_int_equal(eval(&host, "x *= 2\nx[0, 1:] = -x[1, :2]\ntotal = x.sum()"), ARR_OK);
    assert_true(data[0] == 2 && data[1] == -8 && data[2] == -10 && data[5] == 12);
    assert_prints(&host, "total", "14.0");
    data[0] = 100;
    assert_prints(&host, "x[0]", "[100.  -8. -10.]");
    assert_prints(&host, "total", "14.0"); /* was computed before */
    assert_int_equal(eval(&host, "y = x + 1"), ARR_OK);
    data[0] = 0;
    assert_prints(&host, "y[0, 0]", "101.0");
    assert_int_equal(host.released, 0);
    close_and_count(&host);
    assert_int_equal(host.released, 1);
}

static void test_release(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[6] = {0};
    const ArrMemory memory = doubles(2, two_three, NULL, data);
    borrow_or_die(&host, "x", memory, true);
    assert_int_equal(eval(&host, "v = x[:, 1]\nx = 1"), ARR_OK);
    assert_int_equal(host.released, 0); /* v is left */
    assert_int_equal(eval(&host, "v += 3\nl = [v]\nv = None"), ARR_OK);
    assert_true(host.released == 0 && data[1] == 3 && data[4] == 3 && data[0] == 0);
    assert_int_equal(eval(&host, "w = l[0] * 2\nl = None"), ARR_OK);
    assert_int_equal(host.released, 1);
    assert_prints(&host, "w", "[6. 6.]");
    borrow_or_die(&host, "x", memory, true);
    assert_int_equal(arr_value_delete(host.state, "x"), ARR_OK);
    assert_int_equal(host.released, 2);
    borrow_or_die(&host, "x", memory, true);
    borrow_or_die(&host, "x", memory, true); /* the same memory: the old loan ends */
    assert_int_equal(host.released, 3);
    assert_int_equal(eval(&host, "l = [x]\nl[0] = l\nx[...] = 5\n"), ARR_OK);
    borrow_or_die(&host, "y", doubles(0, NULL, NULL, &(double){0}), false);
    close_and_count(&host);
    assert_int_equal(host.released, 5);
}

static void test_write_then_rebind(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[6] = {0};
    borrow_or_die(&host, "x", doubles(2, two_three, NULL, data), true);
    assert_int_equal(eval(&host, "x[...] = 7\nx = None"), ARR_OK);
    assert_int_equal(host.released, 1);
    assert_true(data[0] == 7 && data[5] == 7);
    close_and_count(&host);
}

static void test_read_only(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[6] = {1, 2, 3, 4, 5, 6};
    borrow_or_die(&host, "x", doubles(2, two_three, NULL, data), false);
    static const struct {
        const char *text, *message;
    } writes[] = {
        {"x[0, 0] = 1", "assignment destination is read-only"},
        {"x[:, 1:][0] = 1", "assignment destination is read-only"},
        {"x.T[...] = 1", "assignment destination is read-only"},
        {"x.fill(1)", "assignment destination is read-only"},
        {"x += 1", "output array is read-only"},
        {"add(x, 1, out=x)", "output array is read-only"},
    };
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        assert_int_equal(eval(&host, writes[i].text), ARR_ERROR);
        assert_error(&host, "ValueError", writes[i].message);
    }
    assert_int_equal(eval(&host, "y = x.copy()\ny += 1\nx = x + 1\nx += 1"), ARR_OK);
    assert_true(data[0] == 1 && data[5] == 6 && host.released == 1);
    close_and_count(&host);
}

static void test_borrowed_strides(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    float data[12];
    for (int i = 0; i < 12; i++) data[i] = (float)i;
    const int64_t strides[] = {-24, 8}; /* every other column of 2 x 6, upside down */
    ArrMemory memory = {ARR_FLOAT32, 2, two_three, strides, data + 6};
    borrow_or_die(&host, "x", memory, true);
    assert_prints(&host, "x", "[[ 6.  8. 10.]\n [ 0.  2.  4.]]");
    assert_int_equal(eval(&host, "x[...] = -x"), ARR_OK);
    for (int i = 0; i < 12; i++) assert_true(data[i] == (float)(i % 2 ? i : -i));
    close_and_count(&host);
}

static void test_overlap(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[8] = {0};
    const int64_t still[] = {0, 8}, crossed[] = {8, 8}, four = 4;
    ArrMemory memory = doubles(2, two_three, crossed, data);
    assert_int_equal(arr_array_set_borrow(host.state, "x", &memory, true, host_release, &host),
                     ARR_ERROR);
    assert_error(&host, "ValueError", "elements of writable memory overlap");
    borrow_or_die(&host, "a", memory, false);
    memory.strides = still;
    assert_int_equal(arr_array_set_borrow(host.state, "x", &memory, true, host_release, &host),
                     ARR_ERROR);
    borrow_or_die(&host, "b", memory, false); /* both only read */
    memory = doubles(1, &four, NULL, data);
    assert_int_equal(arr_array_set_borrow(host.state, "x", &memory, true, host_release, &host),
                     ARR_ERROR);
    assert_error(&host, "ValueError",
                 "this memory is borrowed already, and one of the two may be written");
    memory.data = data + 4;
    borrow_or_die(&host, "x", memory, true); /* beside it */
    assert_int_equal(eval(&host, "a = b = None"), ARR_OK);
    memory.data = data;
    borrow_or_die(&host, "y", memory, true);
    assert_int_equal(host.released, 2);
    close_and_count(&host);
    assert_int_equal(host.released, 4);
}

static void test_misaligned(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[4] = {0};
    const int64_t two = 2, odd = 12;
    ArrMemory memory = {ARR_FLOAT64, 1, &two, NULL, (char *)data + 4};
    assert_int_equal(arr_array_set_borrow(host.state, "x", &memory, true, host_release, &host),
                     ARR_MISUSE);
    memory = (ArrMemory){ARR_FLOAT64, 1, &two, &odd, data};
    assert_int_equal(arr_array_set_borrow(host.state, "x", &memory, true, host_release, &host),
                     ARR_MISUSE);
    memory = (ArrMemory){ARR_COMPLEX64, 1, &two, &odd, (char *)data + 4};
    borrow_or_die(&host, "z", memory, true);
    memory = (ArrMemory){ARR_FLOAT64, 1, &two, NULL, (char *)data + 4};
    assert_int_equal(arr_array_set_copy(host.state, "x", &memory), ARR_OK);
    close_and_count(&host);
}

/* Memory that ends where a page ends, and long enough for every kind of loop. */
static void test_long_memory(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    for (int64_t n = 1; n < 100000; n = n * 3 + 1) {
        double *data = malloc((size_t)n * sizeof *data);
        for (int64_t i = 0; i < n; i++) data[i] = (double)i;
        borrow_or_die(&host, "x", doubles(1, &n, NULL, data), true);
        assert_int_equal(eval(&host, "for i in range(3):\n"
                                     "    x[1:] = x[1:] + x[:-1] * 0\n"
                                     "    x += 1\n"
                                     "s = exp(x * 0).sum()\n"),
                         ARR_OK);
        for (int64_t i = 0; i < n; i++) assert_true(data[i] == (double)i + 3);
        double sum;
        assert_int_equal(arr_float_get(host.state, "s", &sum), ARR_OK);
        assert_true(sum == (double)n);
        assert_int_equal(arr_value_delete(host.state, "x"), ARR_OK);
        free(data);
    }
    close_and_count(&host);
}

/* --- errors, interrupts, callbacks -------------------------------------------------- */

static void test_error_after_write(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[6] = {0};
    borrow_or_die(&host, "x", doubles(2, two_three, NULL, data), true);
    assert_int_equal(eval(&host, "x += 1\nx[5]\n"), ARR_ERROR);
    assert_error(&host, "IndexError", "index 5 is out of bounds for axis 0 with size 2");
    assert_true(data[0] == 1 && data[5] == 1);
    assert_int_equal(eval(&host, "import sys\nx += 1\nsys.exit(3)\n"), ARR_EXIT);
    assert_true(arr_exit_code(host.state) == 3 && data[0] == 2);
    close_and_count(&host);
}

static void release_and_interrupt(void *user, void *data) {
    Host *host = user;
    (void)data;
    host->released++;
    arr_interrupt(host->state);
    host->nested = arr_eval(host->state, "nested", "1", 1);
}

static void test_callbacks(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[6] = {0};
    const ArrMemory memory = doubles(2, two_three, NULL, data);
    assert_int_equal(
        arr_array_set_borrow(host.state, "x", &memory, true, release_and_interrupt, &host), ARR_OK);
    assert_int_equal(eval(&host, "x = None\nwhile True: pass\n"), ARR_INTERRUPTED);
    assert_true(host.released == 1 && host.nested == ARR_MISUSE);
    assert_int_equal(
        arr_array_set_borrow(host.state, "x", &memory, true, release_and_interrupt, &host), ARR_OK);
    host.nested = ARR_OK;
    close_and_count(&host);
    assert_true(host.released == 2 && host.nested == ARR_MISUSE);
}

/* An interrupt leaves no work on borrowed memory behind. */
static void test_interrupted_write(void **unused) {
    (void)unused;
    Host host;
    open_or_die(&host);
    double data[6] = {0};
    borrow_or_die(&host, "x", doubles(2, two_three, NULL, data), true);
    borrow_or_die(&host, "y", doubles(0, NULL, NULL, &(double){0}), true);
    assert_int_equal(arr_array_set_borrow(host.state, "y",
                                          &(ArrMemory){ARR_FLOAT64, 0, NULL, NULL, &(double){0}},
                                          true, release_and_interrupt, &host),
                     ARR_OK);
    ArrStatus status = eval(&host, "x += 1\ny = None");
    if (status == ARR_OK) status = eval(&host, "pass"); /* no work was left to be interrupted */
    assert_int_equal(status, ARR_INTERRUPTED);
    assert_true(data[0] == 1 && data[5] == 1);
    assert_int_equal(eval(&host, "x += 1"), ARR_OK);
    assert_true(data[0] == 2 && data[5] == 2);
    close_and_count(&host);
}

static void test_other_devices(void **unused) {
    (void)unused;
    Host host = {0};
    ArrConfig config = {
        .size = sizeof config, .realloc_fn = host_realloc, .realloc_user = &host, .device = "null"};
    assert_int_equal(arr_open(&config, &host.state), ARR_OK);
    double data[6] = {0};
    borrow_or_die(&host, "x", doubles(2, two_three, NULL, data), true);
    assert_int_equal(host.released, 1); /* copied */
    assert_int_equal(eval(&host, "x += 1"), ARR_OK);
    ArrMemory memory = doubles(2, two_three, NULL, data);
    assert_int_equal(arr_array_get_copy(host.state, "x", &memory), ARR_ERROR);
    close_and_count(&host);
    assert_int_equal(host.released, 1);
}

/* --- memory that runs out ------------------------------------------------------------- */

/* Touches every function once. The first status that is not ARR_OK. */
static ArrStatus run_script(Host *host, double *data) {
    static const int64_t strides[] = {8, 16};
    static const char *const arguments[] = {"x", "scale * 1"};
    static const char program[] = "def work(a, k):\n    a *= k\n    return a.sum() + [1, 2]\n";
    static const char more[] = "x[:, 1:] += c[:, :2]\nc = x.T @ x\n";
    double out[2], z;
    char text[32];
    const int64_t two = 2;
    ArrInfo info;
    const ArrMemory lent = doubles(2, two_three, NULL, data),
                    strided = doubles(2, two_three, strides, data),
                    result = doubles(1, &two, NULL, out);
    ArrState *s = host->state;
    ArrStatus status = arr_eval(s, "work", program, sizeof program - 1);
    if (!status) status = arr_float_set(s, "scale", 2);
    if (!status) status = arr_complex_set(s, "z", 1, 2);
    if (!status) status = arr_string_set(s, "name", "abc", 3);
    if (!status) status = arr_array_set_copy(s, "c", &strided);
    if (!status) status = arr_array_set_borrow(s, "x", &lent, true, host_release, host);
    if (!status) status = arr_call(s, "work", 2, arguments, "y");
    if (!status) status = arr_array_get_copy(s, "y", &result);
    if (!status) status = arr_array_set_borrow(s, "x", &lent, true, host_release, host);
    if (!status) status = arr_eval(s, "more", more, sizeof more - 1);
    if (!status) status = arr_complex_get(s, "c[0, 0] * z", &z, &z);
    if (!status) status = arr_string_get(s, "name + str(y)", text, sizeof text, NULL);
    if (!status) status = arr_value_info(s, "y + 1", &info);
    if (!status) status = arr_value_delete(s, "x");
    return status;
}

static void fail_at(int64_t n, bool on, int64_t before) {
    Host host = {.fail_at = 0};
    double data[6] = {1, 2, 3, 4, 5, 6};
    assert_int_equal(host_open(&host, host_write), ARR_OK);
    host.fail_at = before + n;
    host.fail_on = on;
    ArrStatus status = run_script(&host, data);
    if (status != ARR_OK) {
        assert_int_equal(status, ARR_MEMORY);
        assert_string_equal(arr_error_class(host.state), "MemoryError");
    }
    host.fail_at = 0;
    host.fail_on = false;
    int released = host.released;
    assert_int_equal(run_script(&host, data), ARR_OK);
    assert_in_range(host.released - released, 2, 4);
    close_and_count(&host);
}

static void test_failing_memory(void **unused) {
    (void)unused;
    Host host;
    double data[6] = {1, 2, 3, 4, 5, 6};
    open_or_die(&host);
    int64_t before = host.requests;
    assert_int_equal(run_script(&host, data), ARR_OK);
    int64_t requests = host.requests - before;
    close_and_count(&host);
    assert_int_equal(host.released, 2);
    for (int64_t n = 1; n <= requests + 1; n++) {
        fail_at(n, false, before);
        fail_at(n, true, before);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_strided_copies),
        cmocka_unit_test(test_every_dtype),
        cmocka_unit_test(test_scalars_and_empties),
        cmocka_unit_test(test_mismatch),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_borrow),
        cmocka_unit_test(test_release),
        cmocka_unit_test(test_write_then_rebind),
        cmocka_unit_test(test_read_only),
        cmocka_unit_test(test_borrowed_strides),
        cmocka_unit_test(test_overlap),
        cmocka_unit_test(test_misaligned),
        cmocka_unit_test(test_long_memory),
        cmocka_unit_test(test_error_after_write),
        cmocka_unit_test(test_callbacks),
        cmocka_unit_test(test_interrupted_write),
        cmocka_unit_test(test_other_devices),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
