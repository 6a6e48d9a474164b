/* The double of cuBLAS: its products are right, and it refuses each argument that is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <dlfcn.h>

#include "gpu.h"

enum { FAILED_STATUS = 97 };

typedef struct Handle Handle;
static int (*create)(Handle **);
static int (*destroy)(Handle *);
static int (*set_stream)(Handle *, CUstream);
static int (*dgemm)(Handle *, int, int, int, int, int, const double *, CUdeviceptr, int,
                    CUdeviceptr, int, const double *, CUdeviceptr, int);
static int (*dgemv)(Handle *, int, int, int, const double *, CUdeviceptr, int, CUdeviceptr, int,
                    const double *, CUdeviceptr, int);

static int (*pointer_mode)(Handle *, int);
static int (*ddot)(Handle *, int, CUdeviceptr, int, CUdeviceptr, int, CUdeviceptr);

static void find(void *library, const char *name, void *function) {
    void *found = dlsym(library, name);
    CHECK(found);
    memcpy(function, &found, sizeof found);
}

static void open_blas(void) {
    void *library = dlopen(CUDASIM_BLAS, RTLD_NOW);
    CHECK(library);
    find(library, "cublasCreate_v2", (void *)&create);
    find(library, "cublasDestroy_v2", (void *)&destroy);
    find(library, "cublasSetStream_v2", (void *)&set_stream);
    find(library, "cublasDgemm_v2", (void *)&dgemm);
    find(library, "cublasDgemv_v2", (void *)&dgemv);
    find(library, "cublasDdot_v2", (void *)&ddot);
    find(library, "cublasSetPointerMode_v2", (void *)&pointer_mode);
}

enum { M = 7, N = 5, K = 6 };

/* a is M x K, b is K x N, or across; columns behind each other. */
static void products(void) {
    double a[M * K], b[K * N], c[M * N], got[M * N], alpha = 2, beta = 0.5;
    Handle *handle;
    CUstream stream;
    gpu_open();
    open_blas();
    for (int i = 0; i < M * K; i++) a[i] = i % 11 - 4;
    for (int i = 0; i < K * N; i++) b[i] = i % 7 - 2;
    for (int i = 0; i < M * N; i++) c[i] = i;
    GPU(cuStreamCreate(&stream, 1));
    CHECK(create(&handle) == 0 && set_stream(handle, stream) == 0);
    CUdeviceptr da = gpu_upload(a, sizeof a), db = gpu_upload(b, sizeof b);
    for (int ops = 0; ops < 4; ops++) {
        int ta = ops & 1, tb = ops >> 1;
        CUdeviceptr dc = gpu_upload(c, sizeof c);
        CHECK(dgemm(handle, ta, tb, M, N, K, &alpha, da, ta ? K : M, db, tb ? N : K, &beta, dc,
                    M) == 0);
        GPU(cuStreamSynchronize(stream));
        gpu_download(got, dc, sizeof got);
        for (int i = 0; i < M; i++)
            for (int j = 0; j < N; j++) {
                double sum = 0;
                for (int k = 0; k < K; k++)
                    sum += (ta ? a[i * K + k] : a[k * M + i]) * (tb ? b[k * N + j] : b[j * K + k]);
                CHECK(got[j * M + i] == alpha * sum + beta * c[j * M + i]);
            }
        GPU(cuMemFree(dc));
    }
    CUdeviceptr y = gpu_upload(c, sizeof c);
    beta = 0;
    CHECK(dgemv(handle, 0, M, K, &alpha, da, M, db, 1, &beta, y, 2) == 0);
    GPU(cuStreamSynchronize(stream));
    gpu_download(got, y, sizeof got);
    for (int i = 0; i < M; i++) {
        double sum = 0;
        for (int k = 0; k < K; k++) sum += a[k * M + i] * b[k];
        CHECK(got[2 * i] == alpha * sum && got[2 * i + 1] == c[2 * i + 1]);
    }
    CHECK(pointer_mode(handle, 1) == 0 && ddot(handle, K, da, 2, db, 3, y + 8) == 0);
    GPU(cuStreamSynchronize(stream));
    gpu_download(got, y, sizeof got);
    double sum = 0;
    for (int k = 0; k < K; k++) sum += a[2 * k] * b[3 * k];
    CHECK(got[1] == sum && got[3] == c[3]);
    GPU(cuMemFree(y));
    GPU(cuMemFree(da));
    GPU(cuMemFree(db));
    CHECK(destroy(handle) == 0);
    GPU(cuStreamDestroy(stream));
    gpu_close();
}

/* Each argument wrong in turn. */
static void wrong_products(void) {
    double one = 1, host[64] = {0};
    Handle *handle;
    gpu_open();
    open_blas();
    CHECK(create(&handle) == 0);
    CUdeviceptr a = gpu_upload(host, sizeof host), b = gpu_upload(host, sizeof host),
                c = gpu_upload(host, sizeof host);
    CUdeviceptr h = (CUdeviceptr)(uintptr_t)host;
    CHECK(dgemm(handle, 0, 0, 8, 8, 8, &one, a, 8, b, 8, &one, c, 8) == 0);
    CHECK(dgemm(NULL, 0, 0, 8, 8, 8, &one, a, 8, b, 8, &one, c, 8) != 0);
    CHECK(dgemm(handle, 5, 0, 8, 8, 8, &one, a, 8, b, 8, &one, c, 8) != 0);
    CHECK(dgemm(handle, 0, 0, -1, 8, 8, &one, a, 8, b, 8, &one, c, 8) != 0);
    CHECK(dgemm(handle, 0, 0, 8, 8, 8, NULL, a, 8, b, 8, &one, c, 8) != 0);
    CHECK(dgemm(handle, 0, 0, 8, 8, 8, &one, a, 7, b, 8, &one, c, 8) != 0);
    CHECK(dgemm(handle, 0, 0, 8, 8, 8, &one, a + 4, 8, b, 8, &one, c, 8) != 0);
    CHECK(dgemm(handle, 0, 0, 8, 8, 8, &one, h, 8, b, 8, &one, c, 8) != 0);
    CHECK(dgemm(handle, 0, 0, 8, 8, 8, &one, a, 8, b, 9, &one, c, 8) != 0);
    CHECK(dgemm(handle, 0, 0, 8, 8, 8, &one, a, 8, c, 8, &one, c, 8) != 0);
    CHECK(ddot(handle, 8, a, 1, b, 1, c) != 0); /* the result would be the host's */
    CHECK(pointer_mode(handle, 1) == 0);
    CHECK(ddot(handle, 8, a, 1, b, 1, c) == 0);
    CHECK(ddot(handle, 8, a, 0, b, 1, c) != 0);
    CHECK(ddot(handle, 8, a, 10, b, 1, c) != 0);
    CHECK(ddot(handle, 8, a, 1, b, 1, h) != 0);
    CHECK(set_stream(handle, (CUstream)(uintptr_t)host) != 0);
    GPU(cuMemFree(a));
    GPU(cuMemFree(b));
    GPU(cuMemFree(c));
    destroy(handle);
    gpu_close();
}

/* --- the tests --------------------------------------------------------------------------- */

static void test_products(void **unused) {
    (void)unused;
    char text[8192];
    if (!gpu_libraries()) skip();
    if (!gpu_clean(products, text, sizeof text)) fail_msg("%s", text);
}

static void test_wrong_products(void **unused) {
    (void)unused;
    char text[8192];
    int told = 0;
    if (!gpu_libraries()) skip();
    int status = gpu_child(wrong_products, 1, text, sizeof text);
    if (status != FAILED_STATUS) fail_msg("status %d\n%s", status, text);
    for (const char *at = text; (at = strstr(at, "cudasim: wrong BLAS call: ")); at++) told++;
    if (told != 14) fail_msg("%d were told\n%s", told, text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_products),
        cmocka_unit_test(test_wrong_products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
