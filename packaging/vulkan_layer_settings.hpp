// Three types that llama.cpp's Vulkan backend uses to configure the validation layers and that
// Vulkan headers before 1.3.270 (Debian 12 has 1.3.239) do not have: VK_EXT_layer_settings.
// Included before everything else where the headers lack them; the layout is that of the
// specification, so a loader that knows the extension reads them rightly.
#pragma once
#ifdef __cplusplus

#include <cstdint>
#include <vector>

namespace vk {

enum class LayerSettingTypeEXT : std::int32_t { eBool32 = 0 };

struct LayerSettingEXT {
    const char * pLayerName;
    const char * pSettingName;
    LayerSettingTypeEXT type;
    std::uint32_t valueCount;
    const void * pValues;
};

struct LayerSettingsCreateInfoEXT {
    explicit LayerSettingsCreateInfoEXT(const std::vector<LayerSettingEXT> & settings)
        : settingCount(static_cast<std::uint32_t>(settings.size())), pSettings(settings.data()) {}

    std::int32_t sType = 1000496000; // VK_STRUCTURE_TYPE_LAYER_SETTINGS_CREATE_INFO_EXT
    const void * pNext = nullptr;
    std::uint32_t settingCount;
    const LayerSettingEXT * pSettings;
};

} // namespace vk

#endif
