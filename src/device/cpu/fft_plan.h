/* What a discrete Fourier transform of one length needs: its factors and their
 * twiddles. Plans are kept by the device, since making one costs more than
 * running it. */
#ifndef DEVICE_CPU_FFT_PLAN_H
#define DEVICE_CPU_FFT_PLAN_H

#include "cpu.h"

enum {
    FFT_PASSES = 48,      /* more than any int64 has factors */
    FFT_AS_COMPLEX = 4096 /* up to here fft() takes real elements for complex ones, as NumPy does:
                             so zeros keep their signs, where someone might look at them */
};

/* How the transform is done. */
typedef enum FftKind {
    FFT_SMOOTH, /* a pass for each factor */
    FFT_CHIRP,  /* Bluestein's: n has a large prime factor; inner is of a smooth length */
    FFT_REAL    /* of real elements, n even; inner is of n / 2 */
} FftKind;

typedef struct FftPlan {
    struct FftPlan *next; /* the device's plans, the last used first */
    FftKind kind;
    bool single; /* float32; else float64 */
    int64_t n;
    int pass_count;
    FftPass passes[FFT_PASSES];
    struct FftPlan *inner;
    void *table;  /* FFT_CHIRP: exp(-pi i k^2 / n), FFT_REAL: exp(-2 pi i k / n), k <= n / 2;
                     FFT_SMOOTH: what the passes point into. Real parts, then imaginary */
    void *filter; /* FFT_CHIRP: the transform of the chirp's conjugate, over inner->n */
    int64_t table_bytes, filter_bytes;
} FftPlan;

/* The plan of a length: kept from before, or made. NULL with the error set. */
FftPlan *fft_plan(CpuDevice *cpu, int64_t n, bool single, bool real);
/* The same; others may go for it. */
FftPlan *fft_plan_kept(CpuDevice *cpu, int64_t n, bool single, bool real);

/* How many elements each of the four arrays below must have room for, per row. */
int64_t fft_room(const FftPlan *plan);

/* Rows side by side, element by element, in two pairs of arrays. */
typedef struct FftRows {
    void *re, *im, *other_re, *other_im;
    int64_t rows;
    int threads;
} FftRows;

/* The transform of re, im, which are exchanged with the other arrays as needed. Not
 * for FFT_REAL. */
void fft_transform(const CpuDevice *cpu, const FftPlan *plan, FftRows *rows);

#endif
