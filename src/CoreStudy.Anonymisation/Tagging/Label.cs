namespace CoreStudy.Anonymisation.Tagging;

/// <summary>What the tagger says of a token: outside any name, or at the start of or inside one.</summary>
internal static class Label
{
    public const int Outside = 0, Person = 1, Place = 3, Organisation = 5, Count = 7;

    /// <summary>Labels in a row of weights; the last is not used.</summary>
    public const int Row = 8;

    public static bool Begins(int label) => (label & 1) == 1;

    /// <summary>The label of a token inside a name that starts with this one.</summary>
    public static int Inside(int begin) => begin + 1;

    /// <summary>A name goes on only after its own start or inside.</summary>
    public static bool MayFollow(int before, int label) => label == Outside || Begins(label) || before == label || before == label - 1;
}
