namespace CoreStudy.Anonymisation.Tagging;

/// <summary>How probable each label of each token of a line is, given all of the line (forward-backward).</summary>
internal sealed class Chain
{
    private const int L = Label.Count, Row = Label.Row;

    private float[] _scores = new float[64 * Row];
    private double[] _forward = new double[64 * Row];
    private double[] _backward = new double[64 * Row];
    private double[] _node = new double[64 * Row];
    private double[] _scale = new double[64];
    private readonly double[] _transition = new double[Row * Row];

    /// <summary>Where the scores of a token go; a row of <see cref="Label.Row"/>.</summary>
    public Span<float> ScoresOf(int at) => _scores.AsSpan(at * Row, Row);

    /// <summary>Probability of a label of a token, after <see cref="Run"/>.</summary>
    public double this[int at, int label] => _forward[at * Row + label] * _backward[at * Row + label];

    public void Reserve(int count)
    {
        if (count <= _scale.Length) return;
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count);
        (_scores, _forward, _backward, _node, _scale) = (new float[size * Row], new double[size * Row], new double[size * Row], new double[size * Row], new double[size]);
    }

    /// <returns>The logarithm of the sum over all paths.</returns>
    public double Run(int count, ReadOnlySpan<float> transitions)
    {
        for (var i = 0; i < L; i++)
        {
            for (var j = 0; j < L; j++) _transition[i * Row + j] = Label.MayFollow(i, j) ? Math.Exp(transitions[i * Row + j]) : 0;
        }

        var log = 0.0;
        for (var t = 0; t < count; t++)
        {
            var most = float.MinValue;
            for (var j = 0; j < L; j++) most = Math.Max(most, _scores[t * Row + j]);
            for (var j = 0; j < L; j++) _node[t * Row + j] = Math.Exp(_scores[t * Row + j] - most);
            var sum = 0.0;
            for (var j = 0; j < L; j++)
            {
                var reach = 0.0;
                if (t == 0) reach = Label.MayFollow(Label.Outside, j) ? 1 : 0;
                else for (var i = 0; i < L; i++) reach += _forward[(t - 1) * Row + i] * _transition[i * Row + j];
                sum += _forward[t * Row + j] = reach * _node[t * Row + j];
            }

            for (var j = 0; j < L; j++) _forward[t * Row + j] /= sum;
            _scale[t] = sum;
            log += Math.Log(sum) + most;
        }

        for (var j = 0; j < L; j++) _backward[(count - 1) * Row + j] = 1;
        for (var t = count - 2; t >= 0; t--)
        {
            for (var i = 0; i < L; i++)
            {
                var sum = 0.0;
                for (var j = 0; j < L; j++) sum += _transition[i * Row + j] * _node[(t + 1) * Row + j] * _backward[(t + 1) * Row + j];
                _backward[t * Row + i] = sum / _scale[t + 1];
            }
        }

        return log;
    }

    /// <summary>Probability that a token and the one before it have these labels.</summary>
    public double Pair(int at, int before, int label) =>
        _forward[(at - 1) * Row + before] * _transition[before * Row + label] * _node[at * Row + label] * _backward[at * Row + label] / _scale[at];
}
