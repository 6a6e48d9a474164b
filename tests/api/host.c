/* The host of the tests (see host.h). */
#include "host.h"

#include <stdlib.h>
#include <string.h>

void *host_realloc(void *user, void *p, size_t old_size, size_t new_size) {
    Host *host = user;
    if (new_size == 0) {
        host->live -= (int64_t)old_size;
        free(p);
        return NULL;
    }
    host->requests++;
    bool refused =
        host->fail_on ? host->requests >= host->fail_at : host->requests == host->fail_at;
    if (host->fail_at && refused) return NULL;
    void *q = realloc(p, new_size);
    if (q) host->live += (int64_t)new_size - (int64_t)old_size;
    return q;
}

void host_write(void *user, const char *text, size_t length) {
    Host *host = user;
    if (host->length + length >= sizeof host->output)
        length = sizeof host->output - host->length - 1;
    memcpy(host->output + host->length, text, length);
    host->length += length;
    host->output[host->length] = 0;
}

ArrStatus host_open(Host *host, ArrWriteFn write_fn) {
    ArrConfig config = {.size = sizeof config,
                        .realloc_fn = host_realloc,
                        .realloc_user = host,
                        .write_fn = write_fn,
                        .write_user = host,
                        .limits_tiny = getenv("API_TEST_LIMITS_TINY") != NULL};
    return arr_open(&config, &host->state);
}

ArrStatus eval(Host *host, const char *text) {
    return arr_eval(host->state, "test.arr", text, strlen(text));
}

void open_or_die(Host *host) {
    *host = (Host){0};
    assert_int_equal(host_open(host, host_write), ARR_OK);
}

void close_and_count(Host *host) {
    arr_close(host->state);
    assert_int_equal(host->live, 0);
}

void host_release(void *user, void *data) {
    Host *host = user;
    (void)data;
    host->released++;
}

void assert_error(Host *host, const char *class_name, const char *message) {
    ArrErrorInfo info;
    arr_error_info(host->state, &info);
    assert_string_equal(info.class_name, class_name);
    assert_string_equal(info.message, message);
}
