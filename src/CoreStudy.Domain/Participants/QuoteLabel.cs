namespace CoreStudy.Domain.Participants;

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
            if (people[i].Id != participant) continue;
            var said = string.Join(", ", people[i].Values.Take(kept[i]).Where(v => v.Length > 0));
            return said.Length == 0 ? Anybody : said;
        }

        return Anybody;
    }
}
