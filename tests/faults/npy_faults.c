/* .npy files with any byte wrong, cut anywhere, or made to ask for too much:
 * an array or a clean error, and no memory for what is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "arr.h"

static char folder[] = "/tmp/arr-npy-XXXXXX", path[64];

typedef struct Outcome {
    int loaded, refused;
} Outcome;

static void write_file(const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static ArrStatus load(ArrState *state) {
    char text[128];
    snprintf(text, sizeof text, "a = np.load('%s')\nb = a.sum()\n", path);
    return arr_eval(state, "load", text, strlen(text));
}

/* Other outcomes than these two fail. */
static void count(ArrStatus status, Outcome *outcome) {
    assert_true(status == ARR_OK || status == ARR_ERROR || status == ARR_MEMORY);
    if (status == ARR_OK) outcome->loaded++;
    else outcome->refused++;
}

static size_t make_file(unsigned char *bytes, const char *header, int major, size_t data) {
    size_t length = strlen(header), prefix = major == 1 ? 10 : 12;
    memset(bytes, 0, prefix);
    memcpy(bytes, "\x93NUMPY", 6);
    bytes[6] = (unsigned char)major;
    bytes[8] = (unsigned char)(length & 0xff);
    bytes[9] = (unsigned char)(length >> 8);
    memcpy(bytes + prefix, header, length);
    for (size_t i = 0; i < data; i++) bytes[prefix + length + i] = (unsigned char)(i * 37);
    return prefix + length + data;
}

static const struct {
    const char *header;
    int major;
    size_t data;
} whole[] = {
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n", 1, 48},
    {"{'descr': '<i4', 'fortran_order': True, 'shape': (3, 2), }   \n", 2, 24},
    {"{'descr': '|b1', 'fortran_order': False, 'shape': (5,), }\n", 3, 5},
    {"{'descr': '<c16', 'fortran_order': False, 'shape': (), }\n", 1, 16},
    {"{\"shape\": (0,7), \"descr\": '|u1', 'fortran_order': False}\n", 1, 0},
};
enum { WHOLE = sizeof whole / sizeof *whole };

static ArrState *open_state(int64_t limit) {
    ArrState *state;
    ArrConfig config = {.size = sizeof config, .memory_limit = limit, .threads = 1};
    assert_int_equal(arr_open(&config, &state), ARR_OK);
    assert_int_equal(arr_eval(state, "import", "import numpy as np\n", 19), ARR_OK);
    return state;
}

static void test_each_byte(void **unused) {
    (void)unused;
    unsigned char bytes[256];
    Outcome outcome = {0, 0};
    ArrState *state = open_state(0);
    for (int f = 0; f < WHOLE; f++) {
        size_t size = make_file(bytes, whole[f].header, whole[f].major, whole[f].data);
        write_file(bytes, size);
        assert_int_equal(load(state), ARR_OK);
        size_t head = size - whole[f].data;
        for (size_t i = 0; i < head; i++)
            for (int bit = 0; bit < 8; bit++) {
                bytes[i] ^= (unsigned char)(1 << bit);
                write_file(bytes, size);
                count(load(state), &outcome);
                bytes[i] ^= (unsigned char)(1 << bit);
            }
    }
    arr_close(state);
    assert_true(outcome.loaded > 0 && outcome.refused > 1000);
}

static void test_each_length(void **unused) {
    (void)unused;
    unsigned char bytes[256];
    ArrState *state = open_state(0);
    for (int f = 0; f < WHOLE; f++) {
        size_t size = make_file(bytes, whole[f].header, whole[f].major, whole[f].data);
        for (size_t cut = 0; cut < size; cut++) {
            write_file(bytes, cut);
            assert_int_equal(load(state), ARR_ERROR);
        }
    }
    arr_close(state);
}

/* A few bytes that ask for much; the state could not give it. */
static void test_bombs(void **unused) {
    (void)unused;
    static const char *const headers[] = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 0), }\n",
        "{'descr': '<f8', 'fortran_order': True, 'shape': (99999999999999999999999,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'shape': (1000000,), }\n",
        "{'descr': '<f99999999999999999999', 'fortran_order': False, 'shape': (1,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': ((((((((((((((((((((((1,), }\n",
        "{'descr': 'O', 'fortran_order': False, 'shape': (1,), }\n",
        "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }\n",
        "__import__('os').system('true')\n",
    };
    unsigned char bytes[256];
    ArrState *state = open_state(64 << 20);
    for (size_t k = 0; k < sizeof headers / sizeof *headers; k++) {
        write_file(bytes, make_file(bytes, headers[k], 1, 8));
        assert_int_equal(load(state), ARR_ERROR);
        assert_int_equal(arr_eval(state, "after", "c = ones(3).sum()\n", 18), ARR_OK);
    }
    /* a header that is said to be long, and one with more axes than there are */
    memcpy(bytes, "\x93NUMPY\2\0\xff\xff\xff\x7f{", 13);
    write_file(bytes, 13);
    assert_int_equal(load(state), ARR_ERROR);
    unsigned char *wide = calloc(1, 2048);
    char header[1024] = "{'descr': '|u1', 'fortran_order': False, 'shape': (";
    for (int i = 0; i < 65; i++) strcat(header, "1, ");
    strcat(header, "), }\n");
    write_file(wide, make_file(wide, header, 1, 1));
    assert_int_equal(load(state), ARR_ERROR);
    free(wide);
    arr_close(state);
}

/* Bytes without sense behind a magic string that is right. */
static void test_noise(void **unused) {
    (void)unused;
    static const char letters[] = "{}()[]':,\" \\0123456789<>|fiubcOdescrshapefortran_orderTrueFalse\n";
    unsigned char bytes[256];
    unsigned chance = 12345;
    Outcome outcome = {0, 0};
    ArrState *state = open_state(0);
    for (int round = 0; round < 3000; round++) {
        char header[128];
        size_t length = 1 + (size_t)round % 100;
        for (size_t i = 0; i < length; i++) {
            chance = chance * 1103515245u + 12345u;
            header[i] = letters[(chance >> 16) % (sizeof letters - 1)];
        }
        header[length] = 0;
        write_file(bytes, make_file(bytes, header, 1, 16));
        count(load(state), &outcome);
    }
    arr_close(state);
    assert_true(outcome.refused > 2900);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_byte),
        cmocka_unit_test(test_each_length),
        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_noise),
    };
    if (!mkdtemp(folder)) return 1;
    snprintf(path, sizeof path, "%s/a.npy", folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    rmdir(folder);
    return failed;
}
