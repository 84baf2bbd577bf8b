namespace CoreStudy.Anonymisation.Lists;

/// <summary>What the lists say of one word or one run of words.</summary>
/// <remarks>Tiers: 3 the commonest, 0 not on the list. Ordinary words: 4 the commonest.</remarks>
internal readonly record struct WordFacts(uint Bits)
{
    public const uint Allowed = 1 << 16, Title = 1 << 17, Occupation = 1 << 18, OrganisationWord = 1 << 19, StreetWord = 1 << 20, Nickname = 1 << 21, Organisation = 1 << 22, Trust = 1 << 23, Starts = 1 << 24;

    /// <summary>Written with a capital and names no person, place or body: peoples, languages, faiths, times, diseases.</summary>
    public const uint Nobody = 1 << 11;

    public int Given => (int)(Bits & 3);

    public int Surname => (int)(Bits >> 2 & 3);

    public int Place => (int)(Bits >> 4 & 3);

    /// <summary>How common it is as an ordinary word, 0 to 4.</summary>
    public int Word => (int)(Bits >> 6 & 7);

    /// <summary>Known to be written with a capital always.</summary>
    public int Capital => (int)(Bits >> 9 & 3);

    public bool Is(uint flag) => (Bits & flag) != 0;

    /// <summary>All tiers in one number, for a feature.</summary>
    public uint Profile => Bits & 0xFFF;

    public bool IsName => Given > 0 || Surname > 0 || Is(Nickname);

    /// <summary>A word that anybody says, whatever else it is.</summary>
    public bool IsOrdinary => Word >= 2;

    public static uint GivenTier(int tier) => (uint)tier;

    public static uint SurnameTier(int tier) => (uint)tier << 2;

    public static uint PlaceTier(int tier) => (uint)tier << 4;

    public static uint WordTier(int tier) => (uint)tier << 6;

    public static uint CapitalTier(int tier) => (uint)tier << 9;

    public static uint Strongest(uint a, uint b) =>
        Math.Max(a & 3, b & 3) | Math.Max(a & 0xC, b & 0xC) | Math.Max(a & 0x30, b & 0x30) | Math.Max(a & 0x1C0, b & 0x1C0) | Math.Max(a & 0x600, b & 0x600) | ((a | b) & 0xFFFFF800);
}
