/* Random numbers for programs written in Rust. Windows has this library since version 7, Wine 8 has not. */
#include <windows.h>

extern BOOLEAN NTAPI SystemFunction036(PVOID into, ULONG length); /* RtlGenRandom of advapi32 */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T length)
{
    while (length > 0) {
        ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
        if (!SystemFunction036(into, part))
            return FALSE;
        into += part;
        length -= part;
    }
    return TRUE;
}
