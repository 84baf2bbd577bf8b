namespace CoreStudy.Interchange.RefiQda;

/// <summary>
/// For which program a .qdpx is written. They count places in texts differently; a text without characters beyond the basic plane is the same to all of them, as long as its line
/// ends are the ones that the program expects. Only the standard way has been tried, by reading it again; nobody has opened the others in the programs yet.
/// </summary>
public sealed record RefiVariant(string Name, PositionReading Positions, bool HasReturns, bool HasMark)
{
    /// <summary>UTF-8 without a mark, line feeds, code points.</summary>
    public static RefiVariant Standard { get; } = new("standard", PositionReading.Standard, false, false);

    /// <summary>A mark, CR LF, UTF-16 code units, as NVivo for Windows writes.</summary>
    public static RefiVariant NVivo { get; } = new("nvivo", PositionReading.NVivo, true, true);

    /// <summary>CR LF in the file, counted as one.</summary>
    public static RefiVariant AtlasTi { get; } = new("atlasti", PositionReading.AtlasTi, true, false);

    /// <summary>The same; reported by QualCoder's makers.</summary>
    public static RefiVariant Maxqda { get; } = new("maxqda", PositionReading.AtlasTi, true, false);

    public static IReadOnlyList<RefiVariant> All { get; } = [Standard, NVivo, AtlasTi, Maxqda];

    public override string ToString() => Name;
}
