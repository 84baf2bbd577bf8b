using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CoreStudy.Web.Features.Members;

public sealed partial class MembersPage
{
    private static readonly (Column Column, string Title)[] OfMembers =
        [(Column.Name, "Name"), (Column.Role, "Role"), (Column.Trusts, "Trusts"), (Column.State, "State"), (Column.Joined, "Joined")];

    private static readonly (Column Column, string Title)[] OfAccounts = [.. OfMembers, (Column.SecondStep, "Second step")];

    private MemberList? _list;
    private Refusal? _refusal;
    private string _find = "";
    private Role? _role;
    private MemberState? _state;
    private Column _by = Column.Name;
    private bool _descending;

    private enum Column
    {
        Name,
        Role,
        Trusts,
        State,
        Joined,
        SecondStep,
    }

    [Parameter]
    public Guid Id { get; set; }

    private StudyId StudyId => new(Id);

    private (Column Column, string Title)[] Columns => _list!.MayManageAccounts ? OfAccounts : OfMembers;

    private List<MemberRow> Shown
    {
        get
        {
            var chosen = _list!.Members.Where(m =>
                (_state is null ? m.State is not (MemberState.Ended or MemberState.Outside) : m.State == _state)
                && (_role is null || m.Role == _role)
                && (m.Name.Contains(_find, StringComparison.CurrentCultureIgnoreCase) || m.Email.Contains(_find, StringComparison.OrdinalIgnoreCase)));
            return [.. _descending ? chosen.OrderByDescending(Key) : chosen.OrderBy(Key)];
        }
    }

    private Func<MemberRow, IComparable> Key => _by switch
    {
        Column.Role => m => m.Role,
        Column.Trusts => m => m.Trusts,
        Column.State => m => m.State,
        Column.Joined => m => m.JoinedAt,
        Column.SecondStep => m => SecondStep(m),
        _ => m => m.Name,
    };

    protected override Task OnParametersSetAsync() => FollowAsync(StudyId, ReadAsync);

    private async Task ReadAsync()
    {
        _refusal = (await ListMembers.RunAsync(await MeAsync(), StudyId, Leaving)).IsRefused(out var refusal, out _list) ? refusal : null;
        if (_refusal is not null) _list = null;
    }

    private static string SecondStep(MemberRow member) => member.HasSecondStep switch
    {
        true => "Yes",
        false => "None yet",
        null => "",
    };

    private static string Count(int members) => members == 1 ? "1 person" : $"{members} people";

    private void SortBy(Column column) => (_by, _descending) = (column, _by == column && !_descending);

    /// <summary>Begins what a menu offers, so that the menu closes now and not when all is done.</summary>
    private void Begin(Func<Task> deed) => _ = RunAsync(deed);

    private async Task RunAsync(Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (Exception broken)
        {
            await DispatchExceptionAsync(broken);
        }
    }

    private Task InviteAsync() => ShowAsync<InviteDialog>("Invite somebody", d => d.Add(x => x.StudyId, StudyId));

    private Task EditAsync(MemberRow member) => ShowAsync<RoleDialog>($"Role and trusts of {member.Name}", d =>
    {
        d.Add(x => x.StudyId, StudyId);
        d.Add(x => x.Member, member);
    });

    private async Task ResetAsync(MemberRow member)
    {
        if (!await AgreedAsync(
            $"Make a reset link for {member.Name}?",
            $"{member.Name} will be signed out on every device, and can choose a new password with the link, once, within two days. Links made before stop working.",
            "Make the link")) return;
        if ((await MakeResetLink.RunAsync(await MeAsync(), StudyId, member.Id, Leaving)).IsRefused(out var refusal, out var link)) Say(refusal);
        else await ShowLinkAsync($"Reset link for {member.Name}", link);
    }

    private async Task LockAsync(MemberRow member)
    {
        var locking = member.State != MemberState.Locked;
        if (locking && !await AgreedAsync(
            $"Lock the account of {member.Name}?",
            $"{member.Name} is signed out within seconds and cannot sign in until an admin unlocks the account. Codings and memos stay as they are.",
            "Lock the account")) return;
        Say(await LockAccount.RunAsync(await MeAsync(), StudyId, member.Id, locking, Leaving), locking ? "The account is locked." : "The account is unlocked.");
    }

    private async Task EndAsync(MemberRow member)
    {
        if (!await AgreedAsync(
            $"End the membership of {member.Name}?",
            $"{member.Name} loses access to this study within seconds: transcripts, codebook, memos. The codings, comments and memos they made stay in the study under their name. Invitations they sent and nobody used stop working. An invitation lets them come back.",
            "End the membership")) return;
        Say(await EndMembership.RunAsync(await MeAsync(), StudyId, member.Id, Leaving), $"The membership of {member.Name} has ended.");
    }

    private async Task WithdrawAsync(InvitationRow invitation) =>
        Say(await WithdrawInvitation.RunAsync(await MeAsync(), StudyId, invitation.Id, Leaving), "The invitation is withdrawn; its link no longer works.");

    private async Task ShowAsync<TDialog>(string title, Action<DialogParameters<TDialog>> fill)
        where TDialog : IComponent
    {
        var parameters = new DialogParameters<TDialog> { { "Trusts", _list!.Trusts }, { "EveryTrust", _list.MayGrantEveryTrust }, { "MyRole", _list.MyRole } };
        fill(parameters);
        var dialog = await Dialogs.ShowAsync<TDialog>(title, parameters, new DialogOptions { FullWidth = true, MaxWidth = MaxWidth.Small, CloseOnEscapeKey = true });
        if (await dialog.Result is { Canceled: false, Data: string link }) await ShowLinkAsync("Invitation link", link);
    }

    private async Task ShowLinkAsync(string title, string path) => await Dialogs.ShowAsync<LinkDialog>(
        title,
        new DialogParameters<LinkDialog> { { x => x.Link, new Uri(new Uri(Navigation.BaseUri), path).ToString() } },
        new DialogOptions { FullWidth = true, MaxWidth = MaxWidth.Small, BackdropClick = false });

    private async Task<bool> AgreedAsync(string title, string consequence, string yes) =>
        await Dialogs.ShowMessageBoxAsync(title, consequence, yesText: yes, cancelText: "Cancel") is true;

    private void Say(Result<Done> result, string done)
    {
        if (result.IsRefused(out var refusal, out _)) Say(refusal);
        else Snackbar.Add(done, Severity.Success);
    }

    private void Say(Refusal refusal) => Snackbar.Add(refusal.Sentence, Severity.Warning);
}
