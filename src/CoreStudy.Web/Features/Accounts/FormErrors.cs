using System.Collections;
using CoreStudy.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>What is wrong with a form that was sent: one sentence a field, in the order of the fields.</summary>
public sealed class FormErrors : IEnumerable<FormErrors.Fault>
{
    private readonly List<Fault> _faults = [];

    /// <summary>Lets the frame show what a form inside it found.</summary>
    public event Action? Changed;

    public bool Any => _faults.Count > 0;

    /// <param name="field">The id of the field that it is about; empty where it is about the whole form.</param>
    public void Add(string field, string sentence)
    {
        if (Of(field) is not null) return;
        _faults.Add(new(field, sentence));
        Changed?.Invoke();
    }

    public void Add(string field, Refusal refusal) => Add(field, refusal.Sentence);

    /// <summary>Whether Identity did what it was asked; where it did not, the form says why.</summary>
    /// <param name="field">As <see cref="Add(string, string)"/> takes it.</param>
    public async Task<bool> TookAsync(Task<IdentityResult> asked, string field = "")
    {
        var result = await asked;
        foreach (var error in result.Errors) Add(field, Sentence(error));
        return result.Succeeded;
    }

    public string? Of(string field) => _faults.Find(f => f.Field == field)?.Sentence;

    public IEnumerator<Fault> GetEnumerator() => _faults.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static string SentencesOf(IdentityResult result) => string.Join(' ', result.Errors.Select(Sentence));

    private static string Sentence(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.PasswordTooShort) => "Please choose a password of at least 12 characters. Three or four words together do well.",
        nameof(IdentityErrorDescriber.PasswordMismatch) => "This is not your present password.",
        nameof(IdentityErrorDescriber.InvalidToken) => "This link has been used or is out of date. Please ask your admin for a new one.",
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => "Your account was changed elsewhere meanwhile. Please try again.",
        _ => error.Description,
    };

    public sealed record Fault(string Field, string Sentence);
}
