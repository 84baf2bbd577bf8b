using CoreStudy.Domain;

namespace CoreStudy.Web.Ui;

/// <summary>Something that can be chosen, by id and what it is called.</summary>
public sealed record Choice<TId>(TId Id, string Name);

/// <summary>An attribute of participants with the values that somebody has.</summary>
public sealed record AttributeChoice(AttributeId Id, string Name, IReadOnlyList<string> Values);
