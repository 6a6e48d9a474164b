/* BLAS and LAPACK, from one shared library that is loaded on first use. */
#ifndef DEVICE_CPU_BLAS_H
#define DEVICE_CPU_BLAS_H

#include "cpu.h"

/* cblas.h's numbers */
enum { ROW_MAJOR = 101, NO_TRANS = 111, TRANS = 112 };

typedef void (*GemmF4)(int, int, int, int, int, int, float, const float *, int, const float *, int,
                       float, float *, int);
typedef void (*GemmF8)(int, int, int, int, int, int, double, const double *, int, const double *,
                       int, double, double *, int);
typedef void (*GemmComplex)(int, int, int, int, int, int, const void *, const void *, int,
                            const void *, int, const void *, void *, int);
typedef void (*GemvF4)(int, int, int, int, float, const float *, int, const float *, int, float,
                       float *, int);
typedef void (*GemvF8)(int, int, int, int, double, const double *, int, const double *, int,
                       double, double *, int);
typedef void (*GemvComplex)(int, int, int, int, const void *, const void *, int, const void *, int,
                            const void *, void *, int);

/* LAPACK has Fortran's interface: everything by address, columns side by side,
 * the lengths of texts behind the other arguments. */
typedef void (*LapackSolve)(const int *n, const int *columns, void *a, const int *lda, int *pivots,
                            void *b, const int *ldb, int *info);
typedef void (*LapackFactor)(const int *rows, const int *columns, void *a, const int *lda,
                             int *pivots, int *info);
typedef void (*LapackCholesky)(const char *triangle, const int *n, void *a, const int *lda,
                               int *info, size_t triangle_length);

struct Blas {
    GemmF4 sgemm; /* NULL, as all of these: there is no BLAS */
    GemmF8 dgemm;
    GemmComplex cgemm, zgemm;
    GemvF4 sgemv;
    GemvF8 dgemv;
    GemvComplex cgemv, zgemv;
    bool lapack; /* the library has these too, for float64 and complex128: */
    LapackSolve gesv[2];
    LapackFactor getrf[2];
    LapackCholesky potrf[2];
};

/* What there is of them; NULL only when memory is short. */
const Blas *cpu_blas(CpuDevice *cpu);

#endif
