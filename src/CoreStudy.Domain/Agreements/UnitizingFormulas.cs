namespace CoreStudy.Domain.Agreements;

/// <summary>Krippendorff's coefficients for spans set freely, where sums are enough.</summary>
internal static class UnitizingFormulas
{
    /// <summary>
    /// u-alpha of one code (Krippendorff, Mathet, Bouvry and Widlöcher 2016, Quality and Quantity 50): observed disagreement is what one coder coded and another did not,
    /// expected disagreement what segments and gaps laid at random would give. With one code it is binary u-alpha too. NaN where nobody or everybody coded everything.
    /// </summary>
    /// <param name="length">Characters times coders.</param>
    /// <param name="coded">Characters coded, added up over coders.</param>
    /// <param name="codedByBoth">The sum over ordered pairs of coders of characters that both coded, by coders - 1.</param>
    /// <param name="codedByNeither">The same of characters that neither coded.</param>
    /// <param name="squares">The sum over all segments of their squared lengths. Gaps count by their length: every place in a gap could begin a segment.</param>
    public static double OneCode(double length, double coded, double codedByBoth, double codedByNeither, double squares)
    {
        var gaps = length - coded;
        if (coded == 0 || gaps == 0) return double.NaN;
        var chance = length - ((squares + gaps) / length);
        return 1 - ((length - codedByBoth - codedByNeither) * chance / (2 * coded * gaps));
    }
}
