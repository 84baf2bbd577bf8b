using System.Text.RegularExpressions;

namespace CoreStudy.Domain.Codebooks;

public enum CodeState
{
    /// <summary>A coder proposed it; it can be used, and a researcher decides.</summary>
    Proposed,

    Active,

    /// <summary>No longer applied; codings with it stay.</summary>
    Retired,
}

/// <summary>A code of the study's framework, in a tree.</summary>
public sealed partial class Code
{
    private Code() { }

    public CodeId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public CodeId? ParentId { get; private set; }

    public string Name { get; private set; } = "";

    public string Definition { get; private set; } = "";

    public string WhenToUse { get; private set; } = "";

    public string WhenNotToUse { get; private set; } = "";

    public string Example { get; private set; } = "";

    /// <summary>Other words under which the picker finds it, separated by commas.</summary>
    public string Synonyms { get; private set; } = "";

    /// <summary>As <c>#rrggbb</c>.</summary>
    public string Colour { get; private set; } = "#607d8b";

    /// <summary>A few letters that find it at once in the picker, such as TR; up to 8, may be empty.</summary>
    public string Shortcut { get; private set; } = "";

    /// <summary>Order among its siblings, from 0.</summary>
    public int Position { get; private set; }

    public CodeState State { get; private set; }

    public MemberId? ProposedBy { get; private set; }

    /// <summary>The code that its codings went to; what is still put on this one goes there too.</summary>
    public CodeId? MergedInto { get; private set; }

    /// <summary>Moves with each edit; a clash of two edits is refused.</summary>
    public uint Version { get; private set; }

    public bool IsRetired => State == CodeState.Retired;

    public CodeWords Words => new(Name, Definition, WhenToUse, WhenNotToUse, Example, Synonyms, Colour) { Shortcut = Shortcut };

    public CodeSnapshot Snapshot => new(Id, ParentId, Words, Position, State, MergedInto);

    public static Result<Code> Create(StudyId studyId, Code? parent, CodeWords words, int position)
    {
        if (parent is not null && parent.StudyId != studyId) return Refusal.NotFound;
        var code = new Code { Id = CodeId.New(), StudyId = studyId, ParentId = parent?.Id, Position = position, State = CodeState.Active };
        return code.Describe(words).IsRefused(out var refusal, out _) ? refusal : code;
    }

    public static Result<Code> Propose(StudyId studyId, CodeId id, CodeId? parentId, string name, string colour, int position, MemberId by)
    {
        var code = new Code { Id = id, StudyId = studyId, ParentId = parentId, Position = position, State = CodeState.Proposed, ProposedBy = by };
        return code.Describe(new CodeWords(name, "", "", "", "", "", colour)).IsRefused(out var refusal, out _) ? refusal : code;
    }

    public Result<Done> Describe(CodeWords words)
    {
        if (Domain.Words.Required("a name", words.Name, 120) is { } noName) return noName;
        if (Domain.Words.Limited("The definition", words.Definition, 4000) is { } definition) return definition;
        if (Domain.Words.Limited("“When to use”", words.WhenToUse, 4000) is { } use) return use;
        if (Domain.Words.Limited("“When not to use”", words.WhenNotToUse, 4000) is { } not) return not;
        if (Domain.Words.Limited("The example", words.Example, 4000) is { } example) return example;
        if (Domain.Words.Limited("The synonyms", words.Synonyms, 500) is { } synonyms) return synonyms;
        if (Domain.Words.Limited("The shortcut", words.Shortcut, 8) is { } shortcut) return shortcut;
        if (!ColourPattern().IsMatch(words.Colour)) return new Refusal("Please give the colour as # and six hexadecimal digits.");
        (Name, Definition, WhenToUse) = (words.Name.Trim(), words.Definition.Trim(), words.WhenToUse.Trim());
        (WhenNotToUse, Example, Synonyms) = (words.WhenNotToUse.Trim(), words.Example.Trim(), words.Synonyms.Trim());
        (Colour, Shortcut) = (words.Colour.ToLowerInvariant(), words.Shortcut.Trim());
        return Done.Well;
    }

    /// <summary>Puts the code under another (or at the top), unless that lies below the code itself.</summary>
    /// <param name="ancestorsOfParent">The new parent's ancestors, itself included.</param>
    public Result<Done> Move(Code? parent, IReadOnlySet<CodeId> ancestorsOfParent, int position)
    {
        if (parent is not null && parent.StudyId != StudyId) return Refusal.NotFound;
        if (ancestorsOfParent.Contains(Id)) return new Refusal($"“{Name}” cannot be put below itself.");
        (ParentId, Position) = (parent?.Id, position);
        return Done.Well;
    }

    public Result<Done> Accept()
    {
        if (State != CodeState.Proposed) return new Refusal($"“{Name}” is not waiting to be accepted.");
        State = CodeState.Active;
        return Done.Well;
    }

    public void Retire() => State = CodeState.Retired;

    public void Restore() => (State, MergedInto) = (CodeState.Active, null);

    /// <summary>Takes it out of use in favour of another code.</summary>
    public Result<Done> MergeInto(Code other)
    {
        if (other.StudyId != StudyId) return Refusal.NotFound;
        if (other.Id == Id) return new Refusal($"“{Name}” cannot be merged into itself.");
        if (other.IsRetired) return new Refusal($"“{other.Name}” is retired. Restore it first, or choose another code.");
        if (MergedInto is not null) return new Refusal($"“{Name}” has been merged already.");
        (State, MergedInto) = (CodeState.Retired, other.Id);
        return Done.Well;
    }

    /// <summary>What this was merged into has itself been merged: what is still put on this goes on to the other.</summary>
    public void LeadOnTo(Code other) => MergedInto = other.Id;

    /// <summary>Becomes as it was, for an undo.</summary>
    public void Return(CodeSnapshot before)
    {
        (ParentId, Position, State, MergedInto) = (before.ParentId, before.Position, before.State, before.MergedInto);
        (Name, Definition, WhenToUse) = (before.Words.Name, before.Words.Definition, before.Words.WhenToUse);
        (WhenNotToUse, Example, Synonyms) = (before.Words.WhenNotToUse, before.Words.Example, before.Words.Synonyms);
        (Colour, Shortcut) = (before.Words.Colour, before.Words.Shortcut);
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex ColourPattern();
}

/// <summary>What is written about a code.</summary>
public sealed record CodeWords(
    string Name, string Definition, string WhenToUse, string WhenNotToUse, string Example, string Synonyms, string Colour)
{
    public string Shortcut { get; init; } = "";
}

/// <summary>A code as it stood at one moment, for history, versions and undo.</summary>
public sealed record CodeSnapshot(CodeId Id, CodeId? ParentId, CodeWords Words, int Position, CodeState State, CodeId? MergedInto);
