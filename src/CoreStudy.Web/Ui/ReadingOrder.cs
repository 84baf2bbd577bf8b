using System.Globalization;

namespace CoreStudy.Web.Ui;

/// <summary>Sorts words as people do: PSW-2 before PSW-10, whatever the case; other values by their size.</summary>
public sealed class ReadingOrder : IComparer<IComparable?>
{
    private static readonly CompareInfo English = CultureInfo.GetCultureInfo("en-GB").CompareInfo;

    private ReadingOrder()
    {
    }

    public static ReadingOrder ForPeople { get; } = new();

    public int Compare(IComparable? x, IComparable? y) => x is string one && y is string other
        ? English.Compare(one, other, CompareOptions.NumericOrdering | CompareOptions.IgnoreCase)
        : Comparer<IComparable?>.Default.Compare(x, y);
}
