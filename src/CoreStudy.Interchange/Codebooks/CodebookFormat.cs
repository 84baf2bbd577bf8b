namespace CoreStudy.Interchange.Codebooks;

public enum CodebookFormat
{
    /// <summary>RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read the accents right.</summary>
    Csv,

    /// <summary>A workbook with one sheet (ECMA-376).</summary>
    Xlsx,
}
