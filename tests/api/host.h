/* A host as the tests of the C API need one: it takes what programs print, counts
 * its memory, and can refuse it. */
#ifndef TESTS_API_HOST_H
#define TESTS_API_HOST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arr.h"

typedef struct Host {
    char output[4096];
    size_t length;
    int64_t live;     /* bytes handed out */
    int64_t requests; /* for memory so far */
    int64_t fail_at;  /* the request that fails; 0: none */
    bool fail_on;     /* and all requests after it */
    ArrState *state;
    ArrStatus nested; /* what a call from within write_fn came to */
    int released;     /* calls of host_release */
} Host;

void *host_realloc(void *user, void *p, size_t old_size, size_t new_size);
void host_write(void *user, const char *text, size_t length);
/* An ArrReleaseFn. */
void host_release(void *user, void *data);
/* With every limit at its minimum if API_TEST_LIMITS_TINY is in the environment. */
ArrStatus host_open(Host *host, ArrWriteFn write_fn);
ArrStatus eval(Host *host, const char *text);
void open_or_die(Host *host);
/* Closes the state, which must leave no memory behind. */
void close_and_count(Host *host);
/* The last call failed so: class and message. */
void assert_error(Host *host, const char *class_name, const char *message);

#endif
