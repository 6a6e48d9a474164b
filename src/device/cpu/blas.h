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

typedef float (*DotF4)(int, const float *, int, const float *, int);
typedef double (*DotF8)(int, const double *, int, const double *, int);

/* LAPACK has Fortran's interface: everything by address, columns side by side,
 * the lengths of texts behind the other arguments. */
typedef void (*LapackSolve)(const int *n, const int *columns, void *a, const int *lda, int *pivots,
                            void *b, const int *ldb, int *info);
typedef void (*LapackFactor)(const int *rows, const int *columns, void *a, const int *lda,
                             int *pivots, int *info);
typedef void (*LapackCholesky)(const char *triangle, const int *n, void *a, const int *lda,
                               int *info, size_t triangle_length);

typedef void (*LapackQr)(const int *rows, const int *columns, void *a, const int *lda, void *tau,
                         void *work, const int *lwork, int *info);
typedef void (*LapackMakeQ)(const int *rows, const int *columns, const int *reflectors, void *a,
                            const int *lda, const void *tau, void *work, const int *lwork,
                            int *info);
typedef void (*LapackSvd)(const char *job, const int *rows, const int *columns, void *a,
                          const int *lda, double *s, void *u, const int *ldu, void *vt,
                          const int *ldvt, void *work, const int *lwork, int *iwork, int *info,
                          size_t job_length);
typedef void (*LapackSvdComplex)(const char *job, const int *rows, const int *columns, void *a,
                                 const int *lda, double *s, void *u, const int *ldu, void *vt,
                                 const int *ldvt, void *work, const int *lwork, double *rwork,
                                 int *iwork, int *info, size_t job_length);
typedef void (*LapackSymmetric)(const char *job, const char *triangle, const int *n, void *a,
                                const int *lda, double *w, void *work, const int *lwork, int *iwork,
                                const int *liwork, int *info, size_t job_length,
                                size_t triangle_length);
typedef void (*LapackHermitian)(const char *job, const char *triangle, const int *n, void *a,
                                const int *lda, double *w, void *work, const int *lwork,
                                double *rwork, const int *lrwork, int *iwork, const int *liwork,
                                int *info, size_t job_length, size_t triangle_length);
typedef void (*LapackEigen)(const char *left, const char *right, const int *n, void *a,
                            const int *lda, double *real, double *imag, void *vl, const int *ldvl,
                            void *vr, const int *ldvr, void *work, const int *lwork, int *info,
                            size_t left_length, size_t right_length);
typedef void (*LapackEigenComplex)(const char *left, const char *right, const int *n, void *a,
                                   const int *lda, void *w, void *vl, const int *ldvl, void *vr,
                                   const int *ldvr, void *work, const int *lwork, double *rwork,
                                   int *info, size_t left_length, size_t right_length);
typedef void (*LapackLeast)(const int *rows, const int *columns, const int *right, void *a,
                            const int *lda, void *b, const int *ldb, double *s,
                            const double *rcond, int *rank, void *work, const int *lwork,
                            int *iwork, int *info);
typedef void (*LapackLeastComplex)(const int *rows, const int *columns, const int *right, void *a,
                                   const int *lda, void *b, const int *ldb, double *s,
                                   const double *rcond, int *rank, void *work, const int *lwork,
                                   double *rwork, int *iwork, int *info);

struct Blas {
    GemmF4 sgemm; /* NULL, as all of these: there is no BLAS */
    GemmF8 dgemm;
    GemmComplex cgemm, zgemm;
    GemvF4 sgemv;
    GemvF8 dgemv;
    GemvComplex cgemv, zgemv;
    DotF4 sdot;
    DotF8 ddot;
    bool lapack; /* the library has these too, for float64 and complex128: */
    LapackSolve gesv[2];
    LapackFactor getrf[2];
    LapackCholesky potrf[2];
    LapackQr geqrf[2];
    LapackMakeQ orgqr[2];
    LapackSvd dgesdd;
    LapackSvdComplex zgesdd;
    LapackSymmetric dsyevd;
    LapackHermitian zheevd;
    LapackEigen dgeev;
    LapackEigenComplex zgeev;
    LapackLeast dgelsd;
    LapackLeastComplex zgelsd;
};

/* What there is of them; NULL only when memory is short. */
const Blas *cpu_blas(CpuDevice *cpu);

#endif
