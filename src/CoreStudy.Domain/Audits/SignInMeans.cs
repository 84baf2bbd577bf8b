namespace CoreStudy.Domain.Audits;

/// <summary>By which means somebody came in, or tried to.</summary>
public enum SignInMeans
{
    Password,
    Code,
    RecoveryCode,
    Passkey,
}

/// <summary>Why a sign-in was refused.</summary>
public enum SignInFault
{
    NoSuchAccount,
    Locked,
    Resting,
    NoPassword,
    WrongPassword,
    WrongCode,

    /// <summary>A second step is asked of the account, which has a passkey for it, and the password came alone.</summary>
    PasskeyNeeded,
}
