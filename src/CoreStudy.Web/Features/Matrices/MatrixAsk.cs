using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Passages;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>Which codes are the rows.</summary>
public enum MatrixRows
{
    /// <summary>The codes that were chosen; where none was, all.</summary>
    Codes,

    /// <summary>The codes at the top of the framework.</summary>
    Top,

    /// <summary>Themes, each with the codes in it and in the themes below.</summary>
    Themes,
}

/// <summary>Which passages a view is of, and the two groups that it is put side by side for.</summary>
/// <param name="Left">Null, with <paramref name="Right"/>, where everybody is taken together.</param>
public sealed record Sides(PassageFilter Filter, PassageGroup? Left = null, PassageGroup? Right = null)
{
    public bool AreTwo => Left is not null && Right is not null;

    /// <summary>The filter of the whole, or of the two groups.</summary>
    public IReadOnlyList<(PassageGroup? Group, PassageFilter Filter)> All => Left is { } left && Right is { } right ? [(left, left.In(Filter)), (right, right.In(Filter))] : [(null, Filter)];
}

/// <summary>What somebody asks of a matrix.</summary>
/// <param name="Attribute">Where columns are the values of one.</param>
/// <param name="Together">Where columns are codes.</param>
/// <param name="SortedBy">The key of a column by which rows are sorted; “total” for their totals; null for their own order.</param>
/// <param name="ShowsEmpty">Whether rows and columns in which there is nothing are shown.</param>
/// <param name="IsTurned">Whether rows stand as columns.</param>
public sealed record MatrixAsk(
    Sides Sides, MatrixRows Rows = MatrixRows.Codes, MatrixColumns Columns = MatrixColumns.Trust, AttributeId? Attribute = null, Together Together = default, MatrixMeasure Measure = MatrixMeasure.Passages,
    MatrixShare Share = MatrixShare.Count, string? SortedBy = null, bool IsDescending = false, bool ShowsEmpty = false, bool IsTurned = false)
{
    /// <summary>What sorting by the totals is called in an address.</summary>
    public const string Totals = "total";

    public PassageFilter Filter => Sides.Filter;

    /// <summary>Without the question mark.</summary>
    public string Query()
    {
        var parts = new List<string> { Attribute is { } attribute && Columns == MatrixColumns.Attribute ? $"across=Attribute:{attribute.Value}" : $"across={Columns}" };
        if (Rows != MatrixRows.Codes) parts.Add($"rows={Rows}");
        if (Columns == MatrixColumns.Code && Together != Together.Overlapping) parts.Add(Together.When == TogetherWhen.Near ? string.Create(CultureInfo.InvariantCulture, $"together=Near:{Together.Words}") : $"together={Together.When}");
        if (Measure != MatrixMeasure.Passages) parts.Add($"count={Measure}");
        if (Share != MatrixShare.Count) parts.Add($"as={Share}");
        if (SortedBy is { } by) parts.Add($"sort={Uri.EscapeDataString(by)}");
        if (SortedBy is not null && IsDescending) parts.Add("down=yes");
        if (ShowsEmpty) parts.Add("empty=yes");
        if (IsTurned) parts.Add("turned=yes");
        parts.AddRange(SidesQuery(Sides));
        return string.Join('&', parts);
    }

    /// <summary>What an address says; what it says wrongly is left out.</summary>
    public static MatrixAsk Read(string query)
    {
        var said = AddressQuery.Parse(query);
        string? One(string name) => said.TryGetValue(name, out var values) ? values.FirstOrDefault() : null;
        var across = One("across")?.Split(':', 2) ?? [];
        var columns = across.Length > 0 && Enum.TryParse<MatrixColumns>(across[0], out var known) && Enum.IsDefined(known) ? known : MatrixColumns.Trust;
        AttributeId? attribute = across.Length == 2 && Guid.TryParse(across[1], out var id) ? new AttributeId(id) : null;
        if (columns == MatrixColumns.Attribute && attribute is null) columns = MatrixColumns.Trust;
        return new MatrixAsk(
            ReadSides(query), Or("rows", MatrixRows.Codes), columns, attribute, ReadTogether(One("together")), Or("count", MatrixMeasure.Passages), Or("as", MatrixShare.Count),
            One("sort"), One("down") == "yes", One("empty") == "yes", One("turned") == "yes");

        T Or<T>(string name, T usual)
            where T : struct, Enum => Enum.TryParse<T>(One(name), out var value) && Enum.IsDefined(value) ? value : usual;
    }

    internal static Together ReadTogether(string? text) => text?.Split(':', 2) switch
    {
        [nameof(TogetherWhen.Near), { } words] when int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new Together(TogetherWhen.Near, Math.Min(count, Together.MostWords)),
        [nameof(TogetherWhen.SameTurn)] => new Together(TogetherWhen.SameTurn),
        _ => Together.Overlapping,
    };

    internal static string Said(Together together) => together.When == TogetherWhen.Near ? string.Create(CultureInfo.InvariantCulture, $"Near:{together.Words}") : together.When.ToString();

    internal static IEnumerable<string> SidesQuery(Sides sides)
    {
        if (sides.Left is { } left) yield return $"left={Uri.EscapeDataString(left.ToString())}";
        if (sides.Right is { } right) yield return $"right={Uri.EscapeDataString(right.ToString())}";
        if (PassageAddress.Query(sides.Filter) is { Length: > 0 } filter) yield return filter;
    }

    internal static Sides ReadSides(string query)
    {
        var said = AddressQuery.Parse(query);
        PassageGroup? Group(string name) => said.TryGetValue(name, out var values) ? PassageGroup.Read(values.FirstOrDefault()) : null;
        return new Sides(PassageAddress.Read(query), Group("left"), Group("right"));
    }
}
