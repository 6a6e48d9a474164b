/* Made by computing with 300 bits: where z is in the i-th of 16 stretches of [0.656, 1.31), z *
 * own_inverse[i] is within 1/32 of 1. The logarithm of 1 / own_inverse[i] in three bases is the sum
 * of a part of 42 bits behind the point, to which multiples of others such are added exactly, and a
 * rest. */
#ifndef KERNELS_OWN_TABLES_H
#define KERNELS_OWN_TABLES_H

static const double own_inverse[16] = {
    0x1.7440000000000p+0, 0x1.6440000000000p+0, 0x1.5540000000000p+0, 0x1.47c0000000000p+0,
    0x1.3b00000000000p+0, 0x1.2f80000000000p+0, 0x1.2480000000000p+0, 0x1.1a80000000000p+0,
    0x1.1100000000000p+0, 0x1.0840000000000p+0, 0x1.0000000000000p+0, 0x1.e200000000000p-1,
    0x1.c700000000000p-1, 0x1.af00000000000p-1, 0x1.9980000000000p-1, 0x1.8600000000000p-1,
};
static const double own_loge[16] = {
    -0x1.7f5fa09d58000p-2, -0x1.5262deeb99000p-2, -0x1.26561f1338000p-2, -0x1.fa01c3bb58000p-3,
    -0x1.a8becfc882000p-3, -0x1.5c94007598000p-3, -0x1.10f8e42254000p-3, -0x1.9375e55594000p-4,
    -0x1.0759835990000p-4, -0x1.03d5d85e70000p-5, 0x0.0p+0, 0x1.eea31c0068000p-5,
    0x1.e3707ee304000p-4, 0x1.60b3100b0a000p-3, 0x1.c97f8079d4000p-3, 0x1.16b5ccbad0000p-2,
};
static const double own_loge_rest[16] = {
    0x1.6d73cd356a371p-44, 0x1.e1b9f70894a01p-44, -0x1.8b48866faa45fp-44, 0x1.a1f71fae1d786p-46,
    -0x1.e3185cf21b9cfp-44, 0x1.a8d948cd23322p-44, 0x1.93b3843396307p-45, -0x1.eddc37380c364p-44,
    0x1.b8ecfe4b59987p-44, -0x1.f778960ed29cfp-44, 0x0.0p+0, 0x1.c3dd83606d891p-44,
    0x1.0f684e6766abdp-45, -0x1.71456c988f814p-44, 0x1.3b161a8c6e6c5p-45, -0x1.23299042d74bfp-44,
};
static const double own_log2[16] = {
    -0x1.148ba98ab9800p-1, -0x1.e8302829a6000p-2, -0x1.a8a33f17b4000p-2, -0x1.6d01becaca000p-2,
    -0x1.32639636b3000p-2, -0x1.f6e4565680000p-3, -0x1.89d0d0ab44000p-3, -0x1.2309065d2a000p-3,
    -0x1.7beee96b8c000p-4, -0x1.76dcf723a8000p-5, 0x0.0p+0, 0x1.64ce26c068000p-4,
    0x1.5cba53a076000p-3, 0x1.fcd677e5ac000p-3, 0x1.4a03dcbd2e000p-2, 0x1.921800924e000p-2,
};
static const double own_log2_rest[16] = {
    -0x1.cde5f15160bf3p-44, -0x1.79ec9d8efda9cp-47, -0x1.0ad35665e0e32p-44, 0x1.0c553ee1c9f2fp-46,
    0x1.f29947070fc4bp-44, 0x1.aaa72ba2c6ba2p-47, 0x1.e665e245fe368p-44, 0x1.0dd830ee74ef2p-44,
    0x1.d7ec3be51cdcbp-44, -0x1.a34c2beb0ade0p-44, 0x0.0p+0, -0x1.d5297837adb4bp-45,
    0x1.769a8e6b40f5ep-46, 0x1.039b772eda08ep-44, 0x1.bdc90791aef03p-46, -0x1.62404772a151dp-45,
};
static const double own_log10[16] = {
    -0x1.4cfe78bca2000p-3, -0x1.25eb24d8a4000p-3, -0x1.ff509155e0000p-4, -0x1.b783129d00000p-4,
    -0x1.70eddb7d80000p-4, -0x1.2ec568056c000p-4, -0x1.da338aaa98000p-5, -0x1.5e70fd3ee8000p-5,
    -0x1.c97c3735e0000p-6, -0x1.c361551c00000p-7, 0x0.0p+0, 0x1.ada2e8e3e0000p-6,
    0x1.a3e9002c70000p-5, 0x1.3259d2107c000p-4, 0x1.8d60b4ee4c000p-4, 0x1.e42b4c16cc000p-4,
};
static const double own_log10_rest[16] = {
    -0x1.769a42648b36ep-46, -0x1.25b850410c345p-45, 0x1.8f0d5202007f8p-44, 0x1.dcfd0b415e812p-45,
    0x1.5f89d049ffd9dp-44, -0x1.6e95635907534p-48, -0x1.4173b2a06eb58p-46, 0x1.4cc1c6bf68db0p-45,
    -0x1.f028fb72dfe8ap-44, -0x1.a7e2de20d348cp-47, 0x0.0p+0, 0x1.51bd19e6e701ap-44,
    0x1.1d257c8d0d386p-45, 0x1.b5474ae667c99p-44, 0x1.900e5cc4e4c82p-44, -0x1.50d780639590cp-44,
};

#endif
