/* Loading BLAS and LAPACK (see blas.h). */
#include "blas.h"

#include <dlfcn.h>
#include <string.h>

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef ARR_BLAS_LIBRARY
#define ARR_BLAS_LIBRARY "libopenblas.so.0"
#endif

static bool find_blas(void *library, Blas *blas) {
    *(void **)&blas->sgemm = dlsym(library, "cblas_sgemm");
    *(void **)&blas->dgemm = dlsym(library, "cblas_dgemm");
    *(void **)&blas->cgemm = dlsym(library, "cblas_cgemm");
    *(void **)&blas->zgemm = dlsym(library, "cblas_zgemm");
    *(void **)&blas->sgemv = dlsym(library, "cblas_sgemv");
    *(void **)&blas->dgemv = dlsym(library, "cblas_dgemv");
    *(void **)&blas->cgemv = dlsym(library, "cblas_cgemv");
    *(void **)&blas->zgemv = dlsym(library, "cblas_zgemv");
    *(void **)&blas->sdot = dlsym(library, "cblas_sdot");
    *(void **)&blas->ddot = dlsym(library, "cblas_ddot");
    bool all = blas->sgemm && blas->dgemm && blas->cgemm && blas->zgemm && blas->sgemv &&
               blas->dgemv && blas->cgemv && blas->zgemv && blas->sdot && blas->ddot;
    if (!all) *blas = (Blas){0};
    return all;
}

static void find_lapack(void *library, Blas *blas) {
    const struct Routine {
        const char *name;
        void *place; /* of a function pointer */
    } routines[] = {
        {"dgesv_", &blas->gesv[0]},   {"zgesv_", &blas->gesv[1]},   {"dgetrf_", &blas->getrf[0]},
        {"zgetrf_", &blas->getrf[1]}, {"dpotrf_", &blas->potrf[0]}, {"zpotrf_", &blas->potrf[1]},
        {"dgeqrf_", &blas->geqrf[0]}, {"zgeqrf_", &blas->geqrf[1]}, {"dorgqr_", &blas->orgqr[0]},
        {"zungqr_", &blas->orgqr[1]}, {"dgesdd_", &blas->dgesdd},   {"zgesdd_", &blas->zgesdd},
        {"dsyevd_", &blas->dsyevd},   {"zheevd_", &blas->zheevd},   {"dgeev_", &blas->dgeev},
        {"zgeev_", &blas->zgeev},     {"dgelsd_", &blas->dgelsd},   {"zgelsd_", &blas->zgelsd}};
    blas->lapack = true;
    for (size_t i = 0; i < sizeof routines / sizeof *routines; i++) {
        void *routine = dlsym(library, routines[i].name);
        memcpy(routines[i].place, &routine, sizeof routine);
        blas->lapack &= routine != NULL;
    }
}

static void load(Blas *blas) {
    void *library = dlopen(ARR_BLAS_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    bool found = find_blas(library, blas);
    find_lapack(library, blas);
    if (!found && !blas->lapack) {
        dlclose(library);
        return;
    }
    /* Its own threads would fight with arr's; Debian's OpenBLAS has only this
     * process-wide switch. */
    void (*set_threads)(int);
    *(void **)&set_threads = dlsym(library, "openblas_set_num_threads");
    if (set_threads) set_threads(1);
}

const Blas *cpu_blas(CpuDevice *cpu) {
    cpu = cpu->owner;
    Blas *blas = __atomic_load_n(&cpu->blas, __ATOMIC_ACQUIRE);
    if (blas) return blas;
    pthread_mutex_lock(&cpu->blas_lock);
    blas = cpu->blas;
    if (!blas && (blas = heap_alloc_zeroed(&cpu->device.base->heap, sizeof *blas))) {
        load(blas);
        __atomic_store_n(&cpu->blas, blas, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&cpu->blas_lock);
    return blas;
}

void cpu_blas_free(CpuDevice *cpu) {
    /* The library stays loaded: its threads must not lose their code. */
    heap_free(&cpu->device.base->heap, cpu->blas, sizeof(Blas));
}
