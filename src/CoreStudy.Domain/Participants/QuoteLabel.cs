namespace CoreStudy.Domain.Participants;

/// <summary>What a study lets stand below a quote.</summary>
public enum QuoteLabelStyle
{
    /// <summary>“Peer support worker”.</summary>
    Role,

    /// <summary>“Peer support worker, Alder”.</summary>
    RoleAndTrust,

    /// <summary>“Peer support worker 3, Alder”: the number tells one person's quotes from another's, and is none of the label in the study.</summary>
    RoleTrustAndNumber,
}

/// <summary>What stands below a quote in place of a name: as much of role, trust and further attributes as at least k share.</summary>
public static class QuoteLabel
{
    /// <summary>Stands where even the role is shared by too few.</summary>
    public const string Anybody = "Participant";

    /// <summary>Such as “Peer support worker, Alder”, or “Peer support worker” where too few of them work in Alder.</summary>
    /// <param name="participant">Whose words they are.</param>
    /// <param name="people">All participants of the study, with the values in the order of worth: the role first.</param>
    /// <param name="k">People of whom a label must be true at least.</param>
    public static string For(ParticipantId participant, IReadOnlyList<Person> people, int k)
    {
        var kept = SmallCells.Coarsen(people, k);
        for (var i = 0; i < people.Count; i++)
        {
            if (people[i].Id == participant) return Say(people[i], kept[i]);
        }

        return Anybody;
    }

    /// <summary>The same in the style of a study, for everybody.</summary>
    /// <param name="people">All participants of the study, with role and trust.</param>
    /// <returns>In the order of <paramref name="people"/>. Numbers count those of whom the same is said, in the order of their ids, from 1.</returns>
    public static IReadOnlyList<string> ForAll(IReadOnlyList<Person> people, int k, QuoteLabelStyle style)
    {
        IReadOnlyList<Person> said = style == QuoteLabelStyle.Role ? [.. people.Select(p => p with { Values = [.. p.Values.Take(1)] })] : people;
        var kept = SmallCells.Coarsen(said, k);
        List<string> labels = [.. said.Select((p, i) => Say(p, kept[i]))];
        if (style != QuoteLabelStyle.RoleTrustAndNumber) return labels;
        var numbers = said.Select((p, i) => (p.Id, Label: labels[i])).GroupBy(p => p.Label)
            .SelectMany(g => g.OrderBy(p => p.Id.Value).Select((p, i) => (p.Id, Number: i + 1))).ToDictionary(p => p.Id, p => p.Number);
        return [.. said.Select((p, i) => Numbered(labels[i], numbers[p.Id]))];
    }

    private static string Say(Person person, int kept)
    {
        var said = string.Join(", ", person.Values.Take(kept).Where(v => v.Length > 0));
        return said.Length == 0 ? Anybody : said;
    }

    /// <summary>The number goes with the role.</summary>
    private static string Numbered(string label, int number)
    {
        var comma = label.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? $"{label} {number}" : $"{label[..comma]} {number}{label[comma..]}";
    }
}
