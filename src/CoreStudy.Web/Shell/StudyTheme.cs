using MudBlazor;

namespace CoreStudy.Web.Shell;

/// <summary>The colours of the app for MudBlazor's components; app.css holds the same for our own markup.</summary>
public static class StudyTheme
{
    public static MudTheme Mud { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5f66",
            Secondary = "#7a4a12",
            AppbarBackground = "#ffffff",
            AppbarText = "#1c2426",
            Background = "#f6f7f6",
            Surface = "#ffffff",
            TextPrimary = "#1c2426",
            TextSecondary = "#4d5a5e",
            LinesDefault = "#d5dbdc",
            Success = "#1e6b3a",
            Warning = "#8a4b00",
            Error = "#a1262b",
            Info = "#0b5f66",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7fd0cd",
            PrimaryContrastText = "#0d2526",
            Secondary = "#e3b778",
            AppbarBackground = "#1b2123",
            AppbarText = "#e8ecec",
            Background = "#131819",
            Surface = "#1b2123",
            TextPrimary = "#e8ecec",
            TextSecondary = "#a9b6b8",
            LinesDefault = "#364043",
            Success = "#86d3a0",
            SuccessContrastText = "#0d2526",
            Warning = "#f0b35f",
            WarningContrastText = "#2b1d06",
            Error = "#ff9a97",
            ErrorContrastText = "#3d0d0f",
            Info = "#7fd0cd",
            InfoContrastText = "#0d2526",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Button = new ButtonTypography { TextTransform = "none" },
            Default = new DefaultTypography { FontFamily = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"] },
        },
    };
}
