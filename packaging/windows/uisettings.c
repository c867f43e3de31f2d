/* Windows.UI.ViewManagement.UISettings, as far as Qt asks for it: the system's colours. Windows 10 has it, Wine 8 has
   not, and Qt ends without it. The order of each table is that of the interfaces in the Windows SDK. */
#define COBJMACROS
#include <initguid.h>
#include <windows.h>
#include <activation.h>
#include <inspectable.h>

DEFINE_GUID(ID_UNKNOWN, 0x00000000, 0x0000, 0x0000, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(ID_INSPECTABLE, 0xaf86e2e0, 0xb12d, 0x4c6a, 0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90);
DEFINE_GUID(ID_AGILE, 0x94ea2b94, 0xe9cc, 0x49e0, 0xc0, 0xff, 0xee, 0x64, 0xca, 0x8f, 0x5b, 0x90);
DEFINE_GUID(ID_FACTORY, 0x00000035, 0x0000, 0x0000, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(ID_SETTINGS, 0x85361600, 0x1c63, 0x4627, 0xbc, 0xb1, 0x3a, 0x89, 0xe0, 0xbc, 0x9c, 0x55);
DEFINE_GUID(ID_SETTINGS_3, 0x03021be4, 0x5254, 0x4781, 0x81, 0x94, 0x51, 0x68, 0xf7, 0xd0, 0x6d, 0x7b);

typedef struct { const void *const *methods; } Thing;
typedef struct { BYTE alpha, red, green, blue; } Colour;

static Thing factory, settings, colours;

static HRESULT WINAPI query(Thing *thing, REFIID wanted, void **found)
{
    Thing *answer = NULL;
    BOOL general = IsEqualGUID(wanted, &ID_UNKNOWN) || IsEqualGUID(wanted, &ID_INSPECTABLE)
        || IsEqualGUID(wanted, &ID_AGILE);
    if (thing == &factory)
        answer = general || IsEqualGUID(wanted, &ID_FACTORY) ? &factory : NULL;
    else if (IsEqualGUID(wanted, &ID_SETTINGS_3))
        answer = &colours;
    else if (general || IsEqualGUID(wanted, &ID_SETTINGS))
        answer = &settings;
    *found = answer;
    return answer ? S_OK : E_NOINTERFACE;
}

/* The three things live as long as the process: nothing is counted. */
static ULONG WINAPI counted(Thing *thing) { return 1; }
static HRESULT WINAPI missing(Thing *thing) { return E_NOTIMPL; }
static HRESULT WINAPI activate(Thing *thing, void **made)
{
    *made = &settings;
    return S_OK;
}

static HRESULT WINAPI value_of(Thing *thing, int kind, Colour *colour)
{
    /* Background, foreground, then the accent from its darkest to its lightest shade: a light Windows 10. */
    static const unsigned char shades[][3] = {{255, 255, 255}, {0, 0, 0}, {0, 38, 66}, {0, 66, 117}, {0, 90, 158},
        {0, 120, 215}, {66, 156, 227}, {118, 185, 237}, {166, 216, 255}};
    if (kind < 0 || kind >= (int)(sizeof shades / sizeof shades[0]))
        return E_INVALIDARG;
    *colour = (Colour){255, shades[kind][0], shades[kind][1], shades[kind][2]};
    return S_OK;
}
static HRESULT WINAPI watch(Thing *thing, void *handler, INT64 *token)
{
    *token = 1;
    return S_OK;
}
static HRESULT WINAPI forget(Thing *thing, INT64 token) { return S_OK; }

#define INSPECTABLE query, counted, counted, missing, missing, missing
static const void *const factory_methods[] = {INSPECTABLE, activate};
static const void *const settings_methods[] = {INSPECTABLE, missing, missing, missing, missing, missing, missing,
    missing, missing, missing, missing, missing, missing};
static const void *const colours_methods[] = {INSPECTABLE, value_of, watch, forget};
static Thing factory = {factory_methods}, settings = {settings_methods}, colours = {colours_methods};

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(void *name, void **found)
{
    *found = &factory;
    return S_OK;
}
__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
