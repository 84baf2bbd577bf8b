namespace CoreStudy.Domain.Agreements;

/// <summary>What can be computed from what coders did. Sources stand where each is computed, and in deploy/docs/agreement.md.</summary>
public enum Coefficient
{
    /// <summary>The share of pairs of judgements of a unit that are equal, from 0 to 1; not corrected for chance.</summary>
    PercentAgreement,

    /// <summary>Cohen 1960, two coders.</summary>
    CohenKappa,

    /// <summary>Scott 1955, two coders.</summary>
    ScottPi,

    /// <summary>Fleiss 1971, any number of coders, but the same number for every unit.</summary>
    FleissKappa,

    /// <summary>Fleiss' kappa as Gwet extends it to missing judgements.</summary>
    FleissGwetKappa,

    /// <summary>Light 1971: the mean of Cohen's kappa over all pairs of coders.</summary>
    LightKappa,

    /// <summary>Conger 1980 (also Hubert): three or more coders who all judged every unit, each with shares of their own.</summary>
    CongerKappa,

    /// <summary>Krippendorff's alpha, nominal; copes with missing judgements and any number of coders.</summary>
    KrippendorffAlpha,

    /// <summary>Gwet 2008.</summary>
    GwetAc1,

    /// <summary>Brennan and Prediger 1981; also Bennett's S and Randolph's free-marginal kappa.</summary>
    BrennanPrediger,

    /// <summary>Of what the first coder coded, the share that the second coded too.</summary>
    Precision,

    /// <summary>Of what the second coder coded, the share that the first coded too.</summary>
    Recall,

    /// <summary>The harmonic mean of precision and recall, over units.</summary>
    F1,

    /// <summary>What both coded, of what either coded.</summary>
    Jaccard,

    /// <summary>F1 over segments that begin and end at the same places.</summary>
    F1Exact,

    /// <summary>F1 over segments matched one to one that overlap enough (intersection over union).</summary>
    F1Matched,

    /// <summary>The harmonic mean of the shares of each coder's segments that the other's touch.</summary>
    F1AnyOverlap,

    /// <summary>MAXQDA's percentage: segments of both coders that found a partner, of all.</summary>
    SegmentAgreement,

    /// <summary>MAXQDA's kappa: the percentage corrected by a chance of one over the number of codes; over several codes only.</summary>
    SegmentKappa,

    /// <summary>Krippendorff and others 2016: segments and codes together, over characters.</summary>
    UAlpha,

    /// <summary>Of the same family: coded or not.</summary>
    UAlphaBinary,

    /// <summary>Of the same family: which code, where several coded.</summary>
    CuAlpha,

    /// <summary>Of the same family: one code against the others, where several coded.</summary>
    KuAlpha,
}
