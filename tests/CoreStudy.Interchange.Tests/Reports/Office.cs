using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace CoreStudy.Interchange.Tests.Reports;

internal static class Office
{
    private static readonly OpenXmlValidator Validator = new(FileFormatVersions.Office2019);

    /// <summary>Fails with the first ten errors that the Open XML SDK finds.</summary>
    public static void Validate(OpenXmlPackage file)
    {
        var errors = Validator.Validate(file).Take(10).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }
}
