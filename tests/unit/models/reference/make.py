"""Makes the reference files next to it: /usr/bin/python3 tests/unit/models/reference/make.py

They were made with scikit-learn 1.2.1 and numpy 1.24.2 (Debian 12). The data is drawn here and stored with what scikit-learn
says about it, so that the tests need no Python. `npm run format` afterwards lays the files out as they are kept. Solvers run with tight tolerances, so that what they agree on is the optimum.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import (
    adjusted_rand_score,
    average_precision_score,
    brier_score_loss,
    f1_score,
    log_loss,
    mean_absolute_error,
    mean_squared_error,
    precision_score,
    r2_score,
    recall_score,
    roc_auc_score,
)
from sklearn.model_selection import KFold
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.simplefilter("ignore")
here = Path(__file__).parent
rng = np.random.default_rng(20)


def write(name, content):
    text = json.dumps({"madeWith": f"scikit-learn {sklearn.__version__}", **content}, default=lambda a: a.tolist())
    (here / f"{name}.json").write_text(text + "\n")


def tree_of(t):
    """The questions, in the order root, left, right."""
    out = []

    def visit(i):
        if t.children_left[i] < 0:
            return out.append(None)
        out.append([int(t.feature[i]), float(t.threshold[i])])
        visit(t.children_left[i])
        visit(t.children_right[i])

    visit(0)
    return out


# Three overlapping clouds of four features in different units, and rows to be predicted.
centres = np.array([[0, 0, 0, 0], [2, 1, 0, -1], [1, -1, 2, 1]])
y = np.repeat([0, 1, 2], 40)
units = np.array([1, 3, 1, 10])
X = np.round((centres[y] + rng.normal(size=(120, 4))) * units, 3)
T = np.round((centres[np.repeat([0, 1, 2], 10)] + rng.normal(size=(30, 4))) * units, 3)
two = y < 2

# Small nodes have many equally good questions, among which scikit-learn draws lots: leaves of 5 rows have none here.
tree = DecisionTreeClassifier(min_samples_leaf=5, random_state=0).fit(X, y)
path = tree.cost_complexity_pruning_path(X, y)
write(
    "classifiers",
    {
        "X": X,
        "y": y,
        "T": T,
        "tree": {
            "gini3": tree_of(DecisionTreeClassifier(max_depth=3, random_state=0).fit(X, y).tree_),
            "entropy3": tree_of(DecisionTreeClassifier(max_depth=3, criterion="entropy", random_state=0).fit(X, y).tree_),
            "importances3": DecisionTreeClassifier(max_depth=3, random_state=0).fit(X, y).feature_importances_,
            "alphas": path.ccp_alphas,
            "impurities": path.impurities,
            "prunedLeaves": [DecisionTreeClassifier(ccp_alpha=a, min_samples_leaf=5, random_state=0).fit(X, y).get_n_leaves() for a in (0.005, 0.01, 0.02, 0.05)],
        },
        "neighbours": {
            "indices": KNeighborsClassifier(5).fit(X, y).kneighbors(T)[1],
            "distances": KNeighborsClassifier(5).fit(X, y).kneighbors(T)[0],
            "uniform": KNeighborsClassifier(5).fit(X, y).predict_proba(T),
            "distance": KNeighborsClassifier(5, weights="distance").fit(X, y).predict_proba(T),
        },
        "gaussian": GaussianNB().fit(X, y).predict_proba(T),
        "logistic": {
            "coefficients": (m := LogisticRegression(C=0.5, tol=1e-10, max_iter=100000, solver="newton-cg").fit(X, y)).coef_,
            "intercepts": m.intercept_,
            "probabilities": m.predict_proba(T),
        },
        "logisticTwo": {
            "coefficients": (m := LogisticRegression(tol=1e-10, max_iter=100000, solver="newton-cg").fit(X[two], y[two])).coef_,
            "intercepts": m.intercept_,
            "probabilities": m.predict_proba(T),
        },
        "linearSvm": {
            loss: {
                "coefficients": (m := LinearSVC(loss=name, C=0.3, tol=1e-9, max_iter=1000000, random_state=0).fit(StandardScaler().fit_transform(X), y)).coef_,
                "intercepts": m.intercept_,
            }
            for loss, name in (("squared-hinge", "squared_hinge"), ("hinge", "hinge"))
        },
        "svm": {
            kernel: {
                "decision": (m := SVC(kernel=kernel, C=2, tol=1e-8, decision_function_shape="ovo").fit(X, y)).decision_function(T),
                "predictions": m.predict(T),
                "support": np.sort(m.support_),
            }
            for kernel in ("rbf", "linear")
        },
        "svmTwo": {
            "decision": (m := SVC(kernel="linear", tol=1e-8).fit(X[two], y[two])).decision_function(T),
            "coefficients": m.coef_,
            "intercepts": m.intercept_,
        },
        "boosting": {
            "probabilities": (m := GradientBoostingClassifier(n_estimators=30, min_samples_leaf=5, random_state=0).fit(X[two], y[two])).predict_proba(T),
            "losses": m.train_score_,
            "importances": m.feature_importances_,
        },
        "boostingThree": {
            "probabilities": (m := GradientBoostingClassifier(n_estimators=30, min_samples_leaf=5, random_state=0).fit(X, y)).predict_proba(T),
            "losses": m.train_score_,
            "importances": m.feature_importances_,
        },
        "forest": [RandomForestClassifier(100, random_state=s).fit(X, y).score(T, np.repeat([0, 1, 2], 10)) for s in range(20)],
        "scaled": StandardScaler().fit(X).transform(T),
    },
)

# Counts for naive Bayes.
C = rng.poisson(np.array([[2, 0.5, 0.2, 1, 0], [0.3, 2, 0.5, 1, 1]])[np.repeat([0, 1], 20)])
D = rng.poisson(1, size=(10, 5))
label = np.repeat([0, 1], 20)
write(
    "counts",
    {
        "X": C,
        "y": label,
        "T": D,
        "multinomial": MultinomialNB(alpha=0.5).fit(C, label).predict_proba(D),
        "bernoulli": BernoulliNB(alpha=0.5).fit(C, label).predict_proba(D),
    },
)

# A number that depends on two features, with a bend and noise.
R = np.round(rng.uniform(-2, 2, size=(80, 3)) * [1, 10, 1], 3)
target = np.round(3 * R[:, 0] + 0.5 * R[:, 1] + np.sin(3 * R[:, 2]) + rng.normal(size=80) / 4, 3)
S = np.round(rng.uniform(-2, 2, size=(20, 3)) * [1, 10, 1], 3)
E = np.hstack([R, R[:, :1] + R[:, 1:2], np.ones((80, 1))])
write(
    "regressors",
    {
        "X": R,
        "y": target,
        "T": S,
        "linear": {"coefficients": (m := LinearRegression().fit(R, target)).coef_, "intercept": m.intercept_, "r2": m.score(R, target)},
        "ridge": {"coefficients": (m := Ridge(alpha=10).fit(R, target)).coef_, "intercept": m.intercept_},
        # The fourth column is the sum of the first two, the fifth never varies: the shortest solution.
        "dependent": {"coefficients": (m := LinearRegression().fit(E, target)).coef_, "intercept": m.intercept_, "rank": m.rank_},
        "tree3": tree_of((m := DecisionTreeRegressor(max_depth=3, random_state=0).fit(R, target)).tree_),
        "tree3Predictions": m.predict(S),
        # Two questions of one node are equally good; scikit-learn's seed 0 takes the other one, with predictions up to .039 apart.
        "boosting": {
            "predictions": (m := GradientBoostingRegressor(n_estimators=50, min_samples_leaf=5, random_state=1).fit(R, target)).predict(S),
            "losses": m.train_score_,
        },
    },
)

texts = ["The cat sat on the mat.", "The dog ate the cat's food!", "Ünïcode wörds, and under_scores 42", "the the the end"]
write(
    "texts",
    {
        "texts": texts,
        "vocabulary": (m := CountVectorizer().fit(texts)).get_feature_names_out().tolist(),
        "counts": m.transform(texts).toarray(),
        "bigrams": CountVectorizer(ngram_range=(1, 2), min_df=2).fit(texts).get_feature_names_out().tolist(),
        "characters": CountVectorizer(analyzer="char", ngram_range=(2, 3)).fit(texts[:2]).get_feature_names_out().tolist(),
        "tfidf": TfidfVectorizer().fit_transform(texts).toarray(),
    },
)

truth = rng.integers(0, 2, 60)
scores = np.round(np.clip(truth * 0.3 + rng.uniform(0, 0.7, 60), 0, 1), 1)  # with ties
classes = rng.integers(0, 3, 60)
guesses = np.where(rng.uniform(size=60) < 0.6, classes, rng.integers(0, 3, 60))
numbers = np.round(rng.normal(size=30), 3)
estimates = np.round(numbers + rng.normal(size=30) / 2, 3)
proba = np.round(rng.dirichlet([1, 1, 1], 60), 6)
proba[:, 2] = 1 - proba[:, 0] - proba[:, 1]
write(
    "metrics",
    {
        "truth": truth,
        "scores": scores,
        "rocAuc": roc_auc_score(truth, scores),
        "averagePrecision": average_precision_score(truth, scores),
        "brier": brier_score_loss(truth, scores),
        "classes": classes,
        "guesses": guesses,
        "precision": precision_score(classes, guesses, average=None),
        "recall": recall_score(classes, guesses, average=None),
        "f1": f1_score(classes, guesses, average=None),
        "macroF1": f1_score(classes, guesses, average="macro"),
        "ari": adjusted_rand_score(classes, guesses),
        "numbers": numbers,
        "estimates": estimates,
        "r2": r2_score(numbers, estimates),
        "rmse": np.sqrt(mean_squared_error(numbers, estimates)),
        "mae": mean_absolute_error(numbers, estimates),
        "probabilities": proba,
        "logLoss": log_loss(classes, proba),
    },
)

# Which of the five folds each of the 534 rows of cps-wages is tested in: one digit a row.
fold = np.empty(534, int)
for i, (_, test) in enumerate(KFold(5, shuffle=True, random_state=0).split(fold)):
    fold[test] = i
write("folds", {"KFold(5, shuffle=True, random_state=0), 534 rows": "".join(map(str, fold))})
